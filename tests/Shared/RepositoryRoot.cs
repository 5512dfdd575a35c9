namespace Skein.TestSupport;

/// <summary>The repository the running tests were built in.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A place in the repository, whether or not something is there.</summary>
    public static string Beneath(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "Skein.Native.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
