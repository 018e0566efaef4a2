namespace ObsControlPlane.Tests;

/// <summary>Collected real data that may lie beside the checkout, in <c>shared/data</c>.</summary>
internal static class SharedData
{
    /// <summary>Set to 1 where its absence is a failure.</summary>
    internal const string RequiredVariable = "OCP_REQUIRED_DATA";

    /// <summary>A file or folder of it; ends the test as ignored with the reason when it is absent, as failed when it was required.</summary>
    /// <param name="path">Path below <c>shared/data</c>, with forward slashes.</param>
    /// <returns>Its full path.</returns>
    internal static string Require(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "shared", "data", path);
            if (Path.Exists(found))
                return found;
        }

        var reason = $"shared/data/{path} is not beside this checkout";
        if (Environment.GetEnvironmentVariable(RequiredVariable) == "1")
            Assert.Fail($"{reason}, and {RequiredVariable} is set");
        Assert.Ignore(reason);
        throw new InvalidOperationException("An ignored test goes on.");
    }
}
