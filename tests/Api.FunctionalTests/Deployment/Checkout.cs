namespace ObsControlPlane.Api.FunctionalTests.Deployment;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ObsControlPlane.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("This test runs inside a checkout.");
    }
}
