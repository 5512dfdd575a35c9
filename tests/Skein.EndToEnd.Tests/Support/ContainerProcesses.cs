namespace Skein.EndToEnd.Tests.Support;

/// <summary>The processes of an application's containers on this machine, found by their environment.</summary>
internal static class ContainerProcesses
{
    /// <summary>Executables of the application's running processes.</summary>
    public static IReadOnlyList<string> Executables(string applicationId)
    {
        var mark = $"SKEIN_APPLICATION_ID={applicationId}\0";
        var executables = new List<string>();
        foreach (var process in Directory.GetDirectories("/proc"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "environ")).Contains(mark))
                    executables.Add(File.ResolveLinkTarget(Path.Combine(process, "exe"), returnFinalTarget: false)?.FullName ?? "");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is no process.
            }
        }

        return executables;
    }
}
