namespace Skein.EndToEnd.Tests.Support;

/// <summary>Places in the repository, found from the test assembly upwards.</summary>
internal static class RepositoryPaths
{
    public static string Root { get; } = FindRoot();

    public static string Binary { get; } = Environment.GetEnvironmentVariable("SKEIN_BINARY") ?? Path.Combine(Root, "dist", "skein");

    public static string EchoServer { get; } = Path.Combine(Root, "examples", "echo-server");

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Skein.Native.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
