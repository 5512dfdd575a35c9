using System.Text;
using System.Xml;

namespace Skein.Hadoop.Configuration;

/// <summary>Writes a configuration as a site file that <see cref="HadoopConfiguration.LoadFile"/> and Hadoop itself read.</summary>
internal static class ConfigurationWriter
{
    /// <summary>Parts of the names under which sites keep passwords, keys and tokens.</summary>
    private static readonly string[] SecretParts =
    [
        "password", "passwd", "passphrase", "secret", "credential", "keystore.pass", "truststore.pass", "keypass", "access.key",
        "account.key", "private.key", "encryption.key", "oauth", "sas.token", "session.token", "auth.token",
    ];

    public static bool IsSecret(string key) => SecretParts.Any(part => key.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same bytes for the same properties, whatever their order; UTF-8 without a byte order mark.</summary>
    public static byte[] Write(IEnumerable<ConfigurationProperty> properties)
    {
        using var buffer = new MemoryStream();
        // Not XmlWriter.Create: it brings every kind of writer into the binary.
        using (var writer = new XmlTextWriter(buffer, new UTF8Encoding(false)) { Formatting = Formatting.Indented })
        {
            writer.WriteStartDocument();
            writer.WriteStartElement("configuration");
            foreach (var property in properties.OrderBy(p => p.Name, StringComparer.Ordinal))
            {
                writer.WriteStartElement("property");
                writer.WriteElementString("name", property.Name);
                writer.WriteElementString("value", property.Value);
                writer.WriteElementString("source", property.Source);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }
}
