namespace Skein.EndToEnd.Tests.Support;

/// <summary>Places in the repository.</summary>
internal static class RepositoryPaths
{
    public static string Binary { get; } = Environment.GetEnvironmentVariable("SKEIN_BINARY") ?? RepositoryRoot.Beneath("dist", "skein");

    public static string EchoServer { get; } = RepositoryRoot.Beneath("examples", "echo-server");

    public static string PythonSuite { get; } = RepositoryRoot.Beneath("tests", "python");

    public static string DotNetWorker { get; } = RepositoryRoot.Beneath("examples", "dotnet-worker");
}
