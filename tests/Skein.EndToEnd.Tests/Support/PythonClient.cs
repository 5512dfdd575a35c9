namespace Skein.EndToEnd.Tests.Support;

/// <summary>The unmodified Python client of skein 0.8.2.</summary>
internal static class PythonClient
{
    private const int Unavailable = 3;

    /// <summary>Installs it into the user's folder and gives the path of its Python; skips the test where there is none, and fails it in CI.</summary>
    public static async Task<string> InstallAsync(SkeinUser user)
    {
        var directory = Path.Combine(user.Folder, "python");
        var made = await SkeinProcess.RunAsync(
            RepositoryRoot.Beneath("build", "python-client"), [directory, "skein"], user.Environment, input: null);
        if (made.ExitCode == Unavailable && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(made.Error.Trim());
        made.Successful();
        return Path.Combine(directory, "bin", "python");
    }
}
