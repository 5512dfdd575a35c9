using System.Diagnostics;
using System.Globalization;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>The processes of an application's containers on this machine, found by their environment.</summary>
internal static class ContainerProcesses
{
    /// <summary>Executables of the application's running processes.</summary>
    public static IReadOnlyList<string> Executables(string applicationId) => Find($"SKEIN_APPLICATION_ID={applicationId}\0").ConvertAll(found => found.Executable);

    /// <summary>Kills the application master of an application at once, in its first attempt.</summary>
    public static void KillApplicationMaster(string applicationId)
    {
        // A ResourceManager that has been restarted puts the number of its epoch before the rest: container_e01_...
        var container = $"{applicationId.Replace("application_", "_", StringComparison.Ordinal)}_01_000001";
        var master = Assert.Single(Find($"{container}\0"), found => Path.GetFileName(found.Executable) == "skein");
        using var process = Process.GetProcessById(master.Id);
        process.Kill();
    }

    private static List<(int Id, string Executable)> Find(string mark)
    {
        var found = new List<(int, string)>();
        foreach (var process in Directory.GetDirectories("/proc"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "environ")).Contains(mark, StringComparison.Ordinal))
                {
                    found.Add((
                        int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture),
                        File.ResolveLinkTarget(Path.Combine(process, "exe"), returnFinalTarget: false)?.FullName ?? ""));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is no process.
            }
        }

        return found;
    }
}
