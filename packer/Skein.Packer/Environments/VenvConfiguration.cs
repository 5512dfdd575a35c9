using System.Text;

namespace Skein.Packer.Environments;

/// <summary>What <c>pyvenv.cfg</c> says of a virtual environment.</summary>
/// <param name="Home">Directory of the interpreter it was made from; null if not said.</param>
/// <param name="HasSystemPackages">Whether packages beside that interpreter are importable too.</param>
internal sealed record VenvConfiguration(string? Home, bool HasSystemPackages)
{
    public const string FileName = "pyvenv.cfg";

    //   line = key *blank "=" *blank value      the case of the key does not count; other lines mean nothing

    /// <param name="text">The file.</param>
    public static VenvConfiguration Parse(string text)
    {
        var configuration = new VenvConfiguration(null, false);
        foreach (var line in text.Split('\n'))
        {
            var value = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();
            configuration = Key(line) switch
            {
                "home" => configuration with { Home = value.Length == 0 ? null : value },
                "include-system-site-packages" => configuration with { HasSystemPackages = value.Equals("true", StringComparison.OrdinalIgnoreCase) },
                _ => configuration,
            };
        }

        return configuration;
    }

    /// <summary>The file without the command that made the environment, which names its place and is read by nobody.</summary>
    /// <param name="text">The file.</param>
    public static byte[] WithoutCommand(string text) =>
        Encoding.UTF8.GetBytes(string.Join('\n', text.Split('\n').Where(static line => Key(line) != "command")));

    private static string Key(string line) =>
        line.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? line[..equals].Trim().ToLowerInvariant() : "";
}
