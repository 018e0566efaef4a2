namespace ObsControlPlane.Tests;

/// <summary>Collected real data and models that may lie beside the checkout, in <c>shared</c>.</summary>
internal static class SharedData
{
    /// <summary>Set to 1 where its absence is a failure.</summary>
    internal const string RequiredVariable = "OCP_REQUIRED_DATA";

    /// <summary>A file or folder of it; ends the test as ignored with the reason when it is absent, as failed when it was required.</summary>
    /// <param name="path">Path below <c>shared/data</c>, with forward slashes.</param>
    /// <param name="room">The folder of <c>shared</c> to look in.</param>
    /// <returns>Its full path.</returns>
    internal static string Require(string path, string room = "data")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "shared", room, path);
            if (Path.Exists(found))
                return found;
        }

        var reason = $"shared/{room}/{path} is not beside this checkout";
        if (Environment.GetEnvironmentVariable(RequiredVariable) == "1")
            Assert.Fail($"{reason}, and {RequiredVariable} is set");
        Assert.Ignore(reason);
        throw new InvalidOperationException("An ignored test goes on.");
    }
}
