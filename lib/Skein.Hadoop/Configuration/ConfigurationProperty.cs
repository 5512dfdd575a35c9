namespace Skein.Hadoop.Configuration;

/// <summary>One property as a site file states it.</summary>
/// <param name="Name">The key, never empty.</param>
/// <param name="Value">The value before expansion; may be empty.</param>
/// <param name="IsFinal">Whether later files may not change it.</param>
/// <param name="Source">Where it was set, such as <c>/etc/hadoop/conf/core-site.xml:12</c>.</param>
internal sealed record ConfigurationProperty(string Name, string Value, bool IsFinal, string Source);
