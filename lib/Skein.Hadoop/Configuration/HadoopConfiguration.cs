using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Configuration;

/// <summary>The settings of a Hadoop cluster: Hadoop's defaults overlaid with the site files. Immutable.</summary>
/// <remarks>Values are given out with variables replaced and surrounding space removed.</remarks>
public sealed class HadoopConfiguration
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    private readonly Dictionary<string, ConfigurationProperty> _properties = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _environment;

    private HadoopConfiguration(
        IEnumerable<ConfigurationProperty> properties, IReadOnlyList<string> files, string? directory, Func<string, string?> environment)
    {
        Files = files;
        Directory = directory;
        _environment = environment;
        foreach (var property in properties)
        {
            var key = Canonical(property.Name);
            if (!_properties.TryGetValue(key, out var earlier) || !earlier.IsFinal)
                _properties[key] = property with { Name = key };
        }
    }

    /// <summary>Whether anything is configured at all. False: there is no sign of a Hadoop cluster, and only defaults are known.</summary>
    public bool IsFound => _properties.Count > 0;

    /// <summary>Whether servers want proof of who calls, as Kerberos gives it.</summary>
    public bool IsSecure => Get(ConfigurationKeys.Authentication) != "simple";

    /// <summary>The directory the site files were found in, the first where there are two; null if there is none.</summary>
    public string? Directory { get; }

    /// <summary>The site files read, in the order in which later ones win.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Reads the site files core-site.xml, hdfs-site.xml, yarn-site.xml and mapred-site.xml. They are looked for in
    /// <paramref name="directory"/>; if that is null, in HADOOP_CONF_DIR and YARN_CONF_DIR together, else in $HADOOP_HOME/etc/hadoop,
    /// else in /etc/hadoop/conf. To find none is no error unless a directory was named: see <see cref="IsFound"/>.
    /// </summary>
    /// <param name="directory">The only directory to look in, or null.</param>
    /// <param name="environment">Environment variables by name, null for unset ones.</param>
    /// <exception cref="HadoopConfigurationException">A named directory is missing or has no site file, or a file is malformed.</exception>
    public static HadoopConfiguration Load(string? directory, Func<string, string?> environment)
    {
        var directories = ConfigurationLocations.Find(directory, environment, System.IO.Directory.Exists);
        string[] files = [.. ConfigurationLocations.SiteFiles
            .SelectMany(name => directories.Select(d => Path.Combine(d, name)))
            .Where(File.Exists)];
        if (directory is not null && files.Length == 0)
        {
            throw new HadoopConfigurationException(
                $"{directories[0]}: the configuration directory holds none of {string.Join(", ", ConfigurationLocations.SiteFiles)}");
        }

        var first = directories.Count > 0 ? directories[0] : null;
        return new HadoopConfiguration(files.SelectMany(SiteFileReader.Read), files, first, environment);
    }

    /// <summary>Reads one file, such as <see cref="ToXml"/> writes it.</summary>
    /// <exception cref="HadoopConfigurationException">The file is missing or malformed.</exception>
    public static HadoopConfiguration LoadFile(string file, Func<string, string?> environment) =>
        new(SiteFileReader.Read(file), [file], Path.GetDirectoryName(Path.GetFullPath(file)), environment);

    /// <summary>A configuration of these properties over Hadoop's defaults; variables of the environment are unset in it.</summary>
    public static HadoopConfiguration FromProperties(IEnumerable<KeyValuePair<string, string>> properties) =>
        new(properties.Select(p => new ConfigurationProperty(p.Key, p.Value, IsFinal: false, Source: "given")), [], null, static _ => null);

    /// <summary>The value, Hadoop's default if no file sets it, null if there is neither.</summary>
    /// <exception cref="HadoopConfigurationException">The value needs more than 20 replacements of variables.</exception>
    public string? Get(string key)
    {
        if (Raw(key) is not { } raw)
            return null;
        var value = VariableExpansion.Expand(raw, Variable, _environment)
            ?? throw Fault(key, raw, "which needs more than 20 replacements of variables; do they refer to each other?");
        return value.Trim();
    }

    /// <summary>Like <see cref="Get(string)"/>, or <paramref name="fallback"/> where that is null.</summary>
    public string Get(string key, string fallback) => Get(key) ?? fallback;

    /// <summary>A whole number.</summary>
    public int GetInt(string key, int fallback)
    {
        var value = GetLong(key, fallback);
        return value == (int)value ? (int)value : throw Fault(key, Get(key), "which is too large");
    }

    /// <inheritdoc cref="GetInt"/>
    public long GetLong(string key, long fallback)
    {
        if (Get(key) is not { Length: > 0 } text)
            return fallback;
        return ConfigurationValues.TryParseInteger(text, out var value) ? value : throw Fault(key, text, "which is no whole number");
    }

    /// <summary><c>true</c> or <c>false</c>, in any case.</summary>
    public bool GetBool(string key, bool fallback)
    {
        if (Get(key) is not { Length: > 0 } text)
            return fallback;
        return bool.TryParse(text, out var value) ? value : throw Fault(key, text, "which is neither true nor false");
    }

    /// <summary>A number with a suffix of ns, us, ms, s, m, h or d; without one it counts <paramref name="unit"/>.</summary>
    public TimeSpan GetDuration(string key, TimeSpan fallback, DurationUnit unit = DurationUnit.Milliseconds)
    {
        if (Get(key) is not { Length: > 0 } text)
            return fallback;
        return ConfigurationValues.TryParseDuration(text, unit, out var value)
            ? value
            : throw Fault(key, text, "which is no duration such as 500ms, 20s or 2m");
    }

    /// <summary>
    /// A limit of a wait, as <see cref="GetDuration"/> reads it. Hadoop writes 0 or less for "without limit"; here every wait has one, so
    /// <paramref name="fallback"/> takes its place, and no limit is longer than a timer can be: 40 days.
    /// </summary>
    public TimeSpan GetTimeout(string key, TimeSpan fallback)
    {
        var value = GetDuration(key, fallback);
        if (value <= TimeSpan.Zero)
            return fallback;
        return value < LongestTimeout ? value : LongestTimeout;
    }

    /// <summary>Bytes; a suffix of k, m, g, t, p or e multiplies by powers of 1024.</summary>
    public long GetSize(string key, long fallback)
    {
        if (Get(key) is not { Length: > 0 } text)
            return fallback;
        return ConfigurationValues.TryParseSize(text, out var value)
            ? value
            : throw Fault(key, text, "which is no size such as 64k or 128m");
    }

    /// <summary>The parts between commas, trimmed, without empty ones; empty if the key is not set.</summary>
    public IReadOnlyList<string> GetList(string key) => ConfigurationValues.ParseList(Get(key) ?? "");

    /// <summary>A server's address; it carries <paramref name="key"/> for error messages.</summary>
    /// <exception cref="HadoopConfigurationException">The key is not set, or is no address.</exception>
    public HadoopEndpoint GetEndpoint(string key, int defaultPort)
    {
        if (Get(key) is not { Length: > 0 } text)
        {
            var where = Directory is null ? "no Hadoop configuration was found" : $"the site files in {Directory} do not set it";
            throw new HadoopConfigurationException($"{key} is needed, but {where}; set it to host:port");
        }

        return ConfigurationValues.TryParseEndpoint(text, defaultPort, key, out var endpoint)
            ? endpoint!
            : throw Fault(key, text, "which is no address such as host:port");
    }

    /// <summary>Whether a file sets the key; defaults do not count.</summary>
    public bool IsSet(string key) => _properties.ContainsKey(Canonical(key));

    /// <summary>Where the value comes from, such as <c>/etc/hadoop/conf/core-site.xml:12</c>; null if the key has no value.</summary>
    public string? SourceOf(string key) =>
        _properties.TryGetValue(Canonical(key), out var property) ? property.Source
        : ConfigurationDefaults.Values.ContainsKey(key) ? ConfigurationDefaults.Source
        : null;

    /// <summary>
    /// A site file of everything the files set, variables replaced, for processes on machines that have none of them. Settings that by
    /// their name hold secrets are left out. The same configuration gives the same bytes.
    /// </summary>
    public byte[] ToXml() => ConfigurationWriter.Write(
        _properties.Values.Where(p => !ConfigurationWriter.IsSecret(p.Name)).Select(p => p with { Value = Get(p.Name)! }));

    private string? Raw(string key)
    {
        key = Canonical(key);
        return _properties.TryGetValue(key, out var property)
            ? property.Value
            : ConfigurationDefaults.Values.GetValueOrDefault(key);
    }

    /// <summary>What <c>${name}</c> stands for. Site files also use three names that are the Java runtime's, not Hadoop's.</summary>
    private string? Variable(string name) => name switch
    {
        "user.name" => _environment("USER") ?? _environment("LOGNAME") ?? Environment.UserName,
        "user.home" => _environment("HOME"),
        "java.io.tmpdir" => "/tmp",
        _ => Raw(name),
    };

    private static string Canonical(string key) => ConfigurationDefaults.RenamedKeys.GetValueOrDefault(key, key);

    private HadoopConfigurationException Fault(string key, string? value, string reason) =>
        new($"{SourceOf(key)}: {key} is \"{value}\", {reason}");
}
