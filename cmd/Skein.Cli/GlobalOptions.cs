using System.CommandLine;

namespace Skein.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<string?> Configuration { get; } = new("--conf")
    {
        Description = "Directory of core-site.xml, hdfs-site.xml and yarn-site.xml. Default: $HADOOP_CONF_DIR, $YARN_CONF_DIR, "
            + "$HADOOP_HOME/etc/hadoop, /etc/hadoop/conf.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<string?> Principal { get; } = new("--principal")
    {
        Description = "On a cluster with Kerberos, as whom to log in. Default: whom the ticket cache names, as kinit leaves it.",
        HelpName = "PRINCIPAL",
        Recursive = true,
    };

    public static Option<string?> Keytab { get; } = new("--keytab")
    {
        Description = "Keytab of --principal, used instead of a ticket cache.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Shows causes and remote stack traces of errors; unpack lists the files it rewrites.",
        Recursive = true,
    };
}
