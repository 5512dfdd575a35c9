using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Configuration;

/// <summary>Reads how a site wants its servers called.</summary>
public static class RpcSettings
{
    /// <summary>The site's <c>ipc.client.*</c> values and protection over the defaults of <see cref="RpcOptions"/>.</summary>
    /// <exception cref="HadoopConfigurationException">A value is malformed.</exception>
    public static RpcOptions Read(HadoopConfiguration configuration)
    {
        var defaults = new RpcOptions();
        var isSecure = configuration.Get(ConfigurationKeys.Authentication, "simple") != "simple";
        return defaults with
        {
            ConnectTimeout = configuration.GetTimeout(ConfigurationKeys.ConnectTimeout, defaults.ConnectTimeout),
            CallTimeout = configuration.GetTimeout(ConfigurationKeys.RpcTimeout, defaults.CallTimeout),
            PingInterval = configuration.GetTimeout(ConfigurationKeys.PingInterval, defaults.PingInterval),
            IdleTimeout = configuration.GetTimeout(ConfigurationKeys.ConnectionMaximumIdle, defaults.IdleTimeout),
            // Hadoop writes 0 for "without limit"; here every answer has one.
            MaxResponseLength = configuration.GetInt(ConfigurationKeys.MaximumResponseLength, 0) is > 0 and var length
                ? length
                : defaults.MaxResponseLength,
            Protection = configuration.IsSet(ConfigurationKeys.RpcProtection)
                ? ProtectionLevels.Read(configuration, ConfigurationKeys.RpcProtection)
                : defaults.Protection,
            AllowSimpleFallback = !configuration.IsSecure || configuration.GetBool(ConfigurationKeys.FallbackToSimpleAllowed, false),
            Retry = defaults.Retry with
            {
                ConnectRetries = configuration.GetInt(ConfigurationKeys.ConnectRetries, defaults.Retry.ConnectRetries),
            },
        };
    }
}
