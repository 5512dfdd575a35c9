using System.Globalization;
using System.Text;

namespace Skein.LocalCluster.Nodes;

/// <summary>What is told of a container's life, each part with its time, as YARN writes it. The oldest go first.</summary>
internal sealed class ContainerDiagnostics(TimeProvider time)
{
    // As yarn.nodemanager.container-diagnostics-maximum-size.
    private const int MaxLength = 10_000;

    private readonly StringBuilder _text = new();

    /// <summary>Adds a part.</summary>
    public void Add(string text)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        _text.Append(CultureInfo.InvariantCulture, $"[{now}]{text}\n");
        if (_text.Length > MaxLength)
            _text.Remove(0, _text.Length - MaxLength);
    }

    /// <summary>All parts.</summary>
    public override string ToString() => _text.ToString();
}
