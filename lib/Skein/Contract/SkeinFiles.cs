namespace Skein.Contract;

/// <summary>Names of the files and directories by which submitters, application masters, containers and their readers find each other.</summary>
/// <remarks>Names that skein 0.8.2 programs look for never change. Those of this project alone are marked as additions.</remarks>
public static class SkeinFiles
{
    /// <summary>Certificate of the application, PEM, in the working directory of every container.</summary>
    public const string Certificate = ".skein.crt";

    /// <summary>Private key of <see cref="Certificate"/>, PEM without a pass phrase, mode 0600.</summary>
    public const string Key = ".skein.pem";

    /// <summary>The submitted specification as a serialised <c>skein.ApplicationSpec</c>, in the application master's directory.</summary>
    public const string Specification = ".skein.proto";

    /// <summary>The service's or the driver's script, run by <c>bash</c>, in the container's working directory.</summary>
    public const string Script = ".skein.sh";

    /// <summary>The <c>log_config</c> of the specification, in the application master's working directory.</summary>
    public const string LogConfiguration = ".skein.log4j.properties";

    /// <summary>Addition: this program, in the working directory of every container.</summary>
    public const string Binary = "skein";

    /// <summary>Addition: the submitter's effective Hadoop client configuration without secrets, in the application master's directory.</summary>
    public const string HadoopConfiguration = ".skein.hadoop.xml";

    /// <summary>Addition: the keys by which the application master gets new tokens, in its directory alone. A secret, mode 0600 on the cluster.</summary>
    public const string Keytab = ".skein.keytab";

    /// <summary>Addition: the application master's recovery journal, in the staging directory.</summary>
    public const string Journal = ".skein.journal";

    /// <summary>Output of the application master, in its container's log directory.</summary>
    public const string ApplicationMasterLog = "application.master.log";

    /// <summary>Output of the driver script, in the application master's log directory.</summary>
    public const string ApplicationDriverLog = "application.driver.log";

    /// <summary>Addition: output of what keeps a container's tokens young, in the container's log directory.</summary>
    public const string TokensLog = "tokens.log";

    /// <summary>Parent of the staging directories, in the submitting user's home on the cluster: <c>.skein/application_…</c>.</summary>
    public const string StagingDirectory = ".skein";

    /// <summary>Addition: content-addressed uploads, <c>.skein/cache/&lt;sha256&gt;/&lt;name&gt;</c>, beside the staging directories.</summary>
    public const string CacheDirectory = "cache";

    /// <summary>Directory of the user's own settings below the home directory, unless <see cref="SkeinVariables.Config"/> names another.</summary>
    public const string ConfigDirectory = ".skein";

    /// <summary>The user's certificate, in the directory of settings.</summary>
    public const string ConfigCertificate = "skein.crt";

    /// <summary>Private key of <see cref="ConfigCertificate"/>, mode 0600.</summary>
    public const string ConfigKey = "skein.pem";

    /// <summary>Held with <c>flock</c> while the user's pair is being created.</summary>
    public const string ConfigLock = "skein.lock";

    /// <summary>Address and process id of the user's global driver as JSON, in the directory of settings.</summary>
    public const string Driver = "driver";

    /// <summary>Output of a service's script, in its container's log directory.</summary>
    public static string ServiceLog(string service) => service + ".log";

    /// <summary>A service's script in the staging directory.</summary>
    public static string ServiceScript(string service) => service + ".sh";
}
