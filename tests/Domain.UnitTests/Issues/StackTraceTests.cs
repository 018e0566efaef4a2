using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.UnitTests.Issues;

/// <summary>What a stack trace comes down to, language by language.</summary>
[TestFixture]
internal sealed class StackTraceTests
{
    // Of the examples of Google's fluent-plugin-detect-exceptions (Apache-2.0), a few lines each.
    private static readonly TestCaseData[] Traces =
    [
        new TestCaseData(
            "Jul 09, 2015 3:23:29 PM com.google.devtools.search.cloud.feeder.MakeLog: RuntimeException: Run from this message!\n"
            + "  at com.my.app.Object.do$a1(MakeLog.java:50)\n  at java.lang.Thing.call(Thing.java:10)",
            "runtimeexception at com.my.app.object.do$a1").SetArgDisplayNames("Java"),
        new TestCaseData(
            "ReferenceError: myArray is not defined\n  at next (/app/node_modules/express/lib/router/index.js:256:14)\n  at /app/app.js:52:3",
            "referenceerror at app/app.js").SetArgDisplayNames("Node"),
        new TestCaseData(
            "Traceback (most recent call last):\n  File \"/base/data/home/runtimes/python27/lib/python2.7/site-packages/webapp2.py\", line 1535, in __call__\n"
            + "    rv = self.handle_exception(request, response, e)\n  File \"/base/data/home/apps/app/main.py\", line 17, in start\n    return get()\n"
            + "  File \"/base/data/home/apps/app/main.py\", line 5, in get\n    raise Exception('spam', 'eggs')\nException: ('spam', 'eggs')",
            "exception at get (app/main.py) at start (app/main.py)").SetArgDisplayNames("Python, the last frame on top"),
        new TestCaseData(
            "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x7fd34f]\n\n"
            + "goroutine 5 [running]:\npanics.nilPtrDereference()\n\tpanics/panics.go:33 +0x1f\npanics.Wait()\n\tpanics/panics.go:16 +0x3b\ncreated by main.main\n\tserver.go:20 +0x91",
            "panic: runtime error: invalid memory address or nil pointer dereference at panics.nilptrdereference at panics.wait").SetArgDisplayNames("Go"),
        new TestCaseData(
            "System.Collections.Generic.KeyNotFoundException: The given key was not present in the dictionary.\n"
            + "  at System.Collections.Generic.Dictionary`2[System.String,System.Int32].get_Item (System.String key) [0x00000] in <filename unknown>:0\n"
            + "  at File3.Consolidator_Class.Function5 (System.String names) [0x00000] in <filename unknown>:0",
            "system.collections.generic.keynotfoundexception at file3.consolidator_class.function5").SetArgDisplayNames("Mono"),
        new TestCaseData(
            "Unhandled exception:\nInvalid argument(s): invalid argument\n"
            + "#0      main.<anonymous closure> (file:///usr/local/code/dartFile.dart:12:9)\n#1      main (file:///usr/local/code/dartFile.dart:18:5)\n#2      _runMain (dart:isolate-patch/isolate_patch.dart:265)",
            "invalid argument(s): invalid argument at main.<anonymous closure> (code/dartfile.dart) at main (code/dartfile.dart)").SetArgDisplayNames("Dart"),
    ];

    [TestCaseSource(nameof(Traces))]
    public void A_trace_is_its_types_and_its_own_frames(string text, string masked) =>
        Assert.That(IssueMasking.Mask(text), Is.EqualTo(masked));

    [Test]
    public void Only_the_five_topmost_own_frames_count()
    {
        var first = Java("com.acme.A.f", "com.acme.B.f", "com.acme.C.f", "com.acme.D.f", "com.acme.E.f", "com.acme.F.f");
        var sixthDiffers = Java("com.acme.A.f", "com.acme.B.f", "com.acme.C.f", "com.acme.D.f", "com.acme.E.f", "com.acme.G.f");
        var fifthDiffers = Java("com.acme.A.f", "com.acme.B.f", "com.acme.C.f", "com.acme.D.f", "com.acme.G.f", "com.acme.F.f");

        Assert.That(IssueMasking.Mask(sixthDiffers), Is.EqualTo(IssueMasking.Mask(first)));
        Assert.That(IssueMasking.Mask(fifthDiffers), Is.Not.EqualTo(IssueMasking.Mask(first)));
    }

    [Test]
    public void Without_frames_of_its_own_the_topmost_of_all_count() =>
        Assert.That(
            IssueMasking.Mask(Java("java.util.HashMap.get", "java.lang.Thread.run")),
            Is.EqualTo("java.lang.illegalstateexception at java.util.hashmap.get at java.lang.thread.run"));

    [Test]
    public void How_deep_a_recursion_went_does_not_count() =>
        Assert.That(
            IssueMasking.Mask(Java("com.acme.A.f", "com.acme.A.f", "com.acme.A.f", "com.acme.B.f")),
            Is.EqualTo(IssueMasking.Mask(Java("com.acme.A.f", "com.acme.B.f"))));

    [Test]
    public void The_causes_count_in_their_order() =>
        Assert.That(
            IssueMasking.Mask("a.OuterException: 1\n\tat com.acme.A.f(A.java:1)\nCaused by: b.InnerError: 2\n\tat com.acme.B.f(B.java:2)\n\t... 7 more"),
            Is.EqualTo("a.outerexception b.innererror at com.acme.a.f at com.acme.b.f"));

    [Test]
    public void Prose_that_quotes_a_frame_stays_prose()
    {
        var prose = string.Join('\n', Enumerable.Repeat("Look at the dashboard and restart the service.", 8)) + "\nat com.acme.A.f(A.java:1)";

        Assert.That(IssueMasking.Mask(prose), Does.StartWith("look at the dashboard").And.EndWith("at com.acme.a.f(a.java:<*>)"));
    }

    private static string Java(params string[] frames) =>
        "java.lang.IllegalStateException: x\n" + string.Join('\n', frames.Select((frame, line) => $"\tat {frame}(X.java:{line + 7})"));
}
