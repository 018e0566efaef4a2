using System.Reflection;

namespace ObsControlPlane.Api;

/// <summary>Which build of the product this is.</summary>
internal static class Product
{
    internal const string Name = "ObsControlPlane";

    private static readonly string[] Informational =
        (typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+');

    /// <summary>SemVer, for example <c>0.1.0</c>.</summary>
    internal static string Version => Informational[0];

    /// <summary>The source revision it was built from, or <c>unknown</c>.</summary>
    internal static string Commit => Informational.Length > 1 ? Informational[1] : "unknown";
}
