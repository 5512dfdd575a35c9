using System.Runtime.InteropServices;

namespace Skein.Cli;

/// <summary>The machine's certificates of authorities, which the framework reads for its first connection by TLS, whatever that connection trusts.</summary>
internal static partial class MachineTrust
{
    private const string Nothing = "/dev/null";

    // OpenSSL's, by which the framework finds them.
    private static readonly string[] Variables = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>
    /// Leaves them unread: a tenth of a second for each process, and nothing here trusts them that way. The application master and the driver
    /// trust one certificate, and web servers are checked against authorities that are read for them.
    /// </summary>
    /// <remarks>To be called before anything speaks TLS. Neither this process's own view of its environment nor what it starts sees a change.</remarks>
    public static void LeaveUnread()
    {
        // From here on the framework has a copy of the environment, and starts programs with that.
        _ = Environment.GetEnvironmentVariables();
        foreach (var variable in Variables)
            _ = SetVariable(variable, Nothing, 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrites);
}
