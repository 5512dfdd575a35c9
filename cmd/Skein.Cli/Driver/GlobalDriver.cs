using System.Globalization;
using System.Text.Json;
using Skein.Contract;
using Skein.Security;

namespace Skein.Cli.Driver;

/// <summary>This user's global driver, as its file says: <c>driver</c> in the directory of settings, which Python clients read and write too.</summary>
/// <remarks><code>{"address": "127.0.0.1:PORT", "pid": PROCESS}</code></remarks>
/// <param name="Address"><c>host:port</c>.</param>
/// <param name="Process">Id of its process.</param>
internal sealed record GlobalDriver(string Address, int Process)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether its process is there. The id may have gone to another program since.</summary>
    public bool IsAlive => DriverProcess.IsDriver(Process);

    /// <summary>Reads the file; null if there is none or it is not a whole one.</summary>
    public static GlobalDriver? Find(Func<string, string?> environment)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(environment)));
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.String
                && root.TryGetProperty("pid", out var process) && process.ValueKind == JsonValueKind.Number && process.TryGetInt32(out var id) && id > 0
                    ? new GlobalDriver(address.GetString()!, id)
                    : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes this one the user's global driver.</summary>
    public void Save(Func<string, string?> environment)
    {
        var path = PathOf(environment);
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
            using (var writer = new StreamWriter(unfinished, options))
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"address\": \"{Address}\", \"pid\": {Process}}}"));
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Leaves the user without a global driver.</summary>
    public static void Forget(Func<string, string?> environment) => File.Delete(PathOf(environment));

    private static string PathOf(Func<string, string?> environment) =>
        Path.Combine(CertificateFiles.ConfigurationDirectory(environment), SkeinFiles.Driver);
}
