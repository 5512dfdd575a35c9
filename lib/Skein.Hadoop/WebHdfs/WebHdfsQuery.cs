using System.Text;

namespace Skein.Hadoop.WebHdfs;

/// <summary>The query of a request to WebHDFS: <c>?op=OPERATION&amp;name=value...</c>, every value escaped.</summary>
/// <param name="operation">Such as <c>GETFILESTATUS</c>.</param>
internal sealed class WebHdfsQuery(string operation)
{
    private readonly StringBuilder _text = new($"?op={operation}");

    /// <summary>Adds a parameter.</summary>
    public WebHdfsQuery With(string name, string value)
    {
        _text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>Adds permission bits as octal digits; HDFS keeps the lower ten.</summary>
    public WebHdfsQuery WithPermission(int permission) => With("permission", Convert.ToString(permission & 0b1_111_111_111, 8));

    /// <summary>Adds <c>true</c> or <c>false</c>.</summary>
    public WebHdfsQuery With(string name, bool value) => With(name, value ? "true" : "false");

    public override string ToString() => _text.ToString();
}
