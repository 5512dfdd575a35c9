using System.Globalization;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Kms;

/// <summary>Where a KMS answers, one server or several that stand in for each other.</summary>
/// <param name="Text">As the NameNode or the configuration has it: <c>kms://https@host1;host2:9600/kms</c>. Tokens are for this text.</param>
/// <param name="Servers">The address of each server up to its path, such as <c>https://host1:9600/kms</c>.</param>
internal sealed record KmsAddress(string Text, IReadOnlyList<Uri> Servers)
{
    private const string Scheme = "kms://";
    private const int Port = 9600;

    /// <summary>
    /// The text of the address that holds for a file system: what its NameNode says, where that is nothing there is none; of an old one, which
    /// does not know the question, that of the client's configuration. Null: there is none.
    /// </summary>
    /// <param name="defaults">What the NameNode recommends.</param>
    /// <param name="configuration">The client's.</param>
    public static string? Find(FsServerDefaultsProto defaults, HadoopConfiguration configuration)
    {
        var text = defaults.HasKeyProviderUri ? defaults.KeyProviderUri : configuration.Get(ConfigurationKeys.KeyProvider);
        return text is { Length: > 0 } ? text : null;
    }

    /// <summary>Whether a text means a KMS; keys may also be kept where no server is asked for them, and no token is wanted.</summary>
    public static bool IsMeant(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static KmsAddress Parse(string text)
    {
        if (!IsMeant(text))
            throw Fault(text);
        var rest = text[Scheme.Length..];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var slash = rest.IndexOf('/', Math.Max(at, 0));
        if (at < 0 || rest[..at] is not ("http" or "https") || slash < 0)
            throw Fault(text);
        var authority = rest[(at + 1)..slash];
        var port = Port;
        if (authority.LastIndexOf(':') is var colon and >= 0)
        {
            if (!int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port))
                throw Fault(text);
            authority = authority[..colon];
        }

        var servers = new List<Uri>();
        foreach (var host in authority.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            servers.Add(Uri.TryCreate($"{rest[..at]}://{host}:{port}{rest[slash..].TrimEnd('/')}", UriKind.Absolute, out var server)
                ? server
                : throw Fault(text));
        }

        return servers.Count > 0 ? new KmsAddress(text, servers) : throw Fault(text);
    }

    private static FormatException Fault(string text) => new($"\"{text}\" is no address of a KMS such as kms://https@host:9600/kms");
}
