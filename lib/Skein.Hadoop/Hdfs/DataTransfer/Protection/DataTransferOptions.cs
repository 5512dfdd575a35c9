using Skein.Hadoop.Configuration;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>How connections to DataNodes are to be protected. The defaults are those of a simple cluster: not at all.</summary>
public sealed record DataTransferOptions
{
    private const string AesSuite = "AES/CTR/NoPadding";
    private const int BitsPerByte = 8;

    /// <summary>Whether the cluster wants proof of who calls: <c>hadoop.security.authentication</c> is not <c>simple</c>.</summary>
    public bool IsSecure { get; init; }

    /// <summary>Whether a secure client may use a NameNode without security: <c>ipc.client.fallback-to-simple-auth-allowed</c>.</summary>
    public bool AllowSimpleFallback { get; init; }

    /// <summary>
    /// What may be agreed on with a DataNode after a login by block token, the preferred first: <c>dfs.data.transfer.protection</c>.
    /// Default none: there is no login.
    /// </summary>
    public IReadOnlyList<QualityOfProtection> Protection { get; init; } = [];

    /// <summary>Whether a NameNode whose DataNodes encrypt nothing is refused: <c>dfs.encrypt.data.transfer</c>.</summary>
    public bool RequireEncryption { get; init; }

    /// <summary>Whether AES is offered where everything is encrypted: <c>dfs.encrypt.data.transfer.cipher.suites</c>.</summary>
    public bool OfferAes { get; init; }

    /// <summary>
    /// Bytes an AES key must have at least, <c>dfs.encrypt.data.transfer.cipher.key.bitlength</c>. The DataNode chooses it by the same
    /// setting of its own.
    /// </summary>
    public int MinimumKeyLength { get; init; } = 128 / BitsPerByte;

    /// <summary>Between which addresses no protection is needed.</summary>
    public TrustedChannels Trusted { get; init; } = TrustedChannels.None;

    /// <summary>The settings of a configuration.</summary>
    /// <exception cref="HadoopConfigurationException">A value can not be used.</exception>
    public static DataTransferOptions FromConfiguration(HadoopConfiguration configuration)
    {
        var defaults = new DataTransferOptions();
        return defaults with
        {
            IsSecure = configuration.IsSecure,
            AllowSimpleFallback = configuration.GetBool(ConfigurationKeys.FallbackToSimpleAllowed, false),
            Protection = ProtectionLevels.Read(configuration, ConfigurationKeys.DataTransferProtection),
            RequireEncryption = configuration.GetBool(ConfigurationKeys.EncryptDataTransfer, false),
            OfferAes = ReadSuites(configuration),
            MinimumKeyLength = ReadKeyLength(configuration, defaults.MinimumKeyLength),
            Trusted = TrustedChannels.Read(configuration),
        };
    }

    private static bool ReadSuites(HadoopConfiguration configuration)
    {
        var offered = false;
        foreach (var suite in configuration.GetList(ConfigurationKeys.DataTransferCipherSuites))
        {
            if (suite != AesSuite)
                throw Fault(configuration, ConfigurationKeys.DataTransferCipherSuites, $"the only cipher suite here is {AesSuite}");
            offered = true;
        }

        return offered;
    }

    private static int ReadKeyLength(HadoopConfiguration configuration, int unset) =>
        configuration.GetInt(ConfigurationKeys.DataTransferKeyLength, unset * BitsPerByte) is (128 or 192 or 256) and var bits
            ? bits / BitsPerByte
            : throw Fault(configuration, ConfigurationKeys.DataTransferKeyLength, "an AES key has 128, 192 or 256 bits");

    private static HadoopConfigurationException Fault(HadoopConfiguration configuration, string key, string reason) =>
        new($"{configuration.SourceOf(key)}: {key} is \"{configuration.Get(key)}\"; {reason}");
}
