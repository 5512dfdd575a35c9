namespace Skein.Contract;

/// <summary>Environment variables of Skein itself, each with who sets it.</summary>
public static class SkeinVariables
{
    /// <summary>Set by the user: directory of settings. Default: <c>~/.skein</c>.</summary>
    public const string Config = "SKEIN_CONFIG";

    /// <summary>Set in every container and for the driver script: <c>application_…</c>. Its presence means "inside an application".</summary>
    public const string ApplicationId = "SKEIN_APPLICATION_ID";

    /// <summary>Set in every container and for the driver script: <c>host:port</c> of the application master's gRPC service.</summary>
    public const string ApplicationMasterAddress = "SKEIN_APPMASTER_ADDRESS";

    /// <summary>Set in service containers: <c>service_instance</c>, split at the last underscore.</summary>
    public const string ContainerId = "SKEIN_CONTAINER_ID";

    /// <summary>Set in every container: memory asked for, MiB.</summary>
    public const string ResourceMemory = "SKEIN_RESOURCE_MEMORY";

    /// <summary>Set in every container: virtual cores asked for.</summary>
    public const string ResourceVCores = "SKEIN_RESOURCE_VCORES";

    /// <summary>Set by the user: level of a driver's log. Default: INFO.</summary>
    public const string LogLevel = "SKEIN_LOG_LEVEL";

    /// <summary>Set by the user: options a Python client passes to the driver it starts, separated by white space.</summary>
    public const string DriverJavaOptions = "SKEIN_DRIVER_JAVA_OPTIONS";

    /// <summary>Set by a Python client for the driver it starts: certificate as PEM text.</summary>
    public const string DriverCertificate = "SKEIN_CERTIFICATE";

    /// <summary>Set by a Python client for the driver it starts: private key as PEM text. A secret: never printed, never passed on.</summary>
    public const string DriverKey = "SKEIN_KEY";

    /// <summary>Set by a Python client: local port that awaits the driver's port as a 4-byte big-endian integer.</summary>
    public const string DriverCallbackPort = "SKEIN_CALLBACK_PORT";
}
