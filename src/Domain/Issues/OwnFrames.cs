namespace ObsControlPlane.Domain.Issues;

/// <summary>Tells a program's own frames from those of the runtime and the framework it runs in.</summary>
internal static class OwnFrames
{
    // Packages, namespaces and modules, with the mark that ends the name.
    private static readonly string[] ForeignFunctions =
    [
        "java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.", "kotlin.", "kotlinx.", "scala.", "groovy.", "clojure.", "akka.", "android.",
        "androidx.", "dalvik.", "com.android.internal.", "org.springframework.", "org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat.",
        "org.apache.jasper.", "org.mortbay.", "org.eclipse.jetty.", "org.jboss.", "org.wildfly.", "io.undertow.", "io.netty.", "io.quarkus.",
        "io.vertx.", "io.micronaut.", "io.grpc.", "reactor.", "io.reactivex.", "rx.", "org.hibernate.", "org.junit.", "junit.", "org.gradle.",
        "com.jetty.", "com.google.appengine.", "com.google.apphosting.", "com.google.tracing.", "com.google.common.", "com.fasterxml.",
        "System.", "Microsoft.", "Mono.", "NUnit.", "Xunit.", "lambda_method", "MediatR.",
        "runtime.", "runtime/", "net/", "net.", "reflect.", "testing.", "sync.", "syscall.", "os.", "io.", "fmt.", "context.", "bufio.", "bytes.",
        "strings.", "time.", "internal/", "encoding/", "database/sql", "crypto/", "google.golang.org/", "golang.org/", "created by",
        "std::", "core::", "alloc::", "<alloc::", "<core::", "<std::", "tokio::", "backtrace::", "rust_begin_unwind", "__rust", "hyper::", "_start", "__libc_",
        "process.processTicksAndRejections", "Module._", "Module.load", "Function.Module", "Object.Module", "Function.executeUserEntryPoint",
        ":erlang.", ":gen_server.", ":proc_lib.", "GenServer.", "Supervisor.", "Task.Supervised.", "Plug.", "Phoenix.",
    ];

    private static readonly string[] ForeignFiles =
    [
        "node:", "internal/", "node_modules/", "<anonymous>", "native", "site-packages/", "dist-packages/", "/lib/python", "<frozen", "<string>",
        "/gems/", "/lib/ruby/", "<internal:", "/vendor/", "[internal function]", "dart:", "package:flutter", "/usr/local/go/src/", "/rustc/",
        "\\Python\\Lib\\", "site-packages\\", "node_modules\\", "bootstrap_node.js", "module.js", "node.js", "chrome-extension:",
    ];

    internal static bool IsOwn(StackFrame frame)
    {
        if (frame.Function is "panic" or "{main}")
            return false;
        foreach (var prefix in ForeignFunctions)
        {
            if (frame.Function.StartsWith(prefix, StringComparison.Ordinal))
                return false;
        }

        foreach (var part in ForeignFiles)
        {
            if (frame.File.Contains(part, StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
