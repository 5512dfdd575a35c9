using Skein.Hadoop.Configuration;
using static Skein.Hadoop.Tests.Configuration.SiteDirectory;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class SiteFileTests : IDisposable
{
    private readonly SiteDirectory _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Later_files_win_over_earlier_ones()
    {
        _site.WriteProperties("core-site.xml", Property("a", "core"), Property("b", "core"));
        _site.WriteProperties("yarn-site.xml", Property("a", "yarn"));

        var configuration = _site.Load();

        Assert.Equal("yarn", configuration.Get("a"));
        Assert.Equal("core", configuration.Get("b"));
        Assert.EndsWith("/yarn-site.xml:2", configuration.SourceOf("a"));
        Assert.EndsWith("/core-site.xml:3", configuration.SourceOf("b"));
    }

    [Fact]
    public void A_final_value_is_kept_against_later_files()
    {
        _site.WriteProperties("core-site.xml", Property("a", "first", "<final> True </final>"));
        _site.WriteProperties("hdfs-site.xml", Property("a", "second"));
        Assert.Equal("first", _site.Load().Get("a"));
    }

    [Fact]
    public void Properties_may_be_written_as_attributes()
    {
        _site.WriteProperties("core-site.xml", """<property name="a" value="1" final="true"/>""", """<property name="a" value="2"/>""");
        Assert.Equal("1", _site.Load().Get("a"));
    }

    [Fact]
    public void Commentary_and_unknown_elements_are_passed_over()
    {
        _site.Write("core-site.xml", """
            <?xml version="1.0"?>
            <?xml-stylesheet type="text/xsl" href="configuration.xsl"?>
            <!-- site -->
            <configuration>
              text
              <other><property><name>no</name><value>no</value></property></other>
              <property>
                <description>with <b>markup</b> and <name>a name</name></description>
                <value> padded
                </value>
                <name> a </name>
                <tag>x</tag>
              </property>
              <property><name>without-value</name></property>
              <property><name>empty</name><value/></property>
            </configuration>
            """);

        var configuration = _site.Load();

        Assert.Equal("padded", configuration.Get("a"));
        Assert.Null(configuration.Get("no"));
        Assert.Null(configuration.Get("without-value"));
        Assert.Equal("", configuration.Get("empty"));
    }

    [Fact]
    public void Included_files_are_read_in_place()
    {
        _site.WriteProperties("parts/more.xml", Property("a", "included"), Property("b", "included"));
        _site.WriteProperties(
            "core-site.xml",
            Property("a", "before"),
            """<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/more.xml"/>""",
            Property("b", "after"));

        var configuration = _site.Load();

        Assert.Equal("included", configuration.Get("a"));
        Assert.EndsWith("/parts/more.xml:2", configuration.SourceOf("a"));
        Assert.Equal("after", configuration.Get("b"));
    }

    [Fact]
    public void The_fallback_stands_in_for_a_missing_included_file()
    {
        _site.WriteProperties("core-site.xml", $"""
            <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="missing.xml">
              <xi:fallback>{Property("a", "fallback")}</xi:fallback>
            </xi:include>
            """);
        Assert.Equal("fallback", _site.Load().Get("a"));
    }

    [Fact]
    public void A_missing_included_file_without_fallback_is_named()
    {
        _site.WriteProperties("core-site.xml", """<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="missing.xml"/>""");
        var message = Assert.Throws<HadoopConfigurationException>(_site.Load).Message;
        Assert.Contains("core-site.xml:2: ", message);
        Assert.Contains(Path.Combine(_site.Path, "missing.xml"), message);
    }

    [Fact]
    public void Files_that_include_each_other_are_refused()
    {
        const string Include = """<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{0}"/>""";
        _site.WriteProperties("core-site.xml", Include.Replace("{0}", "other.xml"));
        _site.WriteProperties("other.xml", Include.Replace("{0}", "core-site.xml"));
        Assert.Contains("in a circle", Assert.Throws<HadoopConfigurationException>(_site.Load).Message);
    }

    [Fact]
    public void Remote_files_are_not_included()
    {
        _site.WriteProperties("core-site.xml", """<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://host/x.xml"/>""");
        Assert.Contains("names no local file", Assert.Throws<HadoopConfigurationException>(_site.Load).Message);
    }

    [Theory]
    [InlineData("""<!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/passwd">]><configuration>&e;</configuration>""", ":1: ")]
    [InlineData("<configuration>\n<property>\n</configuration>", ":3: ")]
    [InlineData("<configuration/>\n<configuration/>", ":2: ")]
    [InlineData("<configuration>\n<property><value>1</value></property></configuration>", ":2: a <property> has no <name>")]
    [InlineData("<configuration><property><name>a</name><value>x<b/></value></property></configuration>", ":1: ")]
    [InlineData("<project/>", ":1: the root element is <project>")]
    [InlineData("", ":1: ")]
    [InlineData("not xml", ":1: ")]
    public void A_malformed_file_is_named_with_the_line(string text, string where)
    {
        var file = _site.Write("hdfs-site.xml", text);
        var message = Assert.Throws<HadoopConfigurationException>(_site.Load).Message;
        Assert.StartsWith(file + where.Split(": ")[0], message);
        Assert.Contains(where, message);
    }
}
