using Skein.Security;

namespace Skein.Submission;

/// <summary>What a <see cref="SkeinClient"/> takes from its surroundings.</summary>
public sealed record SkeinClientOptions
{
    /// <summary>Directory of core-site.xml, hdfs-site.xml and yarn-site.xml. Null: HADOOP_CONF_DIR, YARN_CONF_DIR,
    /// $HADOOP_HOME/etc/hadoop or /etc/hadoop/conf.</summary>
    public string? ConfigurationDirectory { get; init; }

    /// <summary>Another user to act as, which the cluster's <c>hadoop.proxyuser.</c> settings have to allow. Null: nobody else.</summary>
    public string? User { get; init; }

    /// <summary>On a cluster with Kerberos, as whom to log in. Null: as whom the ticket cache says, as <c>kinit</c> leaves it.</summary>
    public string? Principal { get; init; }

    /// <summary>File of the keys of <see cref="Principal"/>. Null: its tickets are in a ticket cache.</summary>
    public string? Keytab { get; init; }

    /// <summary>The pair that opens applications. Null: inside a container its application's, elsewhere this user's, made where there is none.</summary>
    public CertificatePair? Certificates { get; init; }

    /// <summary>The <c>skein</c> executable that is shipped into every container. Null: the first one on PATH.</summary>
    public string? BinaryPath { get; init; }

    /// <summary>
    /// Whether a service whose containers are larger than the cluster gives is refused; else the application fails once it asks for them.
    /// Default true.
    /// </summary>
    public bool RefusesOversizedServices { get; init; } = true;

    /// <summary>Gets one sentence for each thing arranged otherwise than asked. Null: nobody looks.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Environment variables by name, null for unset ones. Default: those of this process.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
