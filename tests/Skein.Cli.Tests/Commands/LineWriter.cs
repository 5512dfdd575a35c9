using System.Threading.Channels;

namespace Skein.Cli.Tests.Commands;

/// <summary>Keeps what is written, and gives each line out when it is complete.</summary>
internal sealed class LineWriter : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private int _taken;

    public LineWriter() => NewLine = "\n";

    /// <summary>The next line, once it is there.</summary>
    public ValueTask<string> ReadAsync() => _lines.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override void Write(char value)
    {
        base.Write(value);
        TakeLines();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        TakeLines();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        TakeLines();
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void WriteLine() => Write(NewLine);

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    private void TakeLines()
    {
        var text = ToString();
        for (var end = text.IndexOf('\n', _taken); end >= 0; end = text.IndexOf('\n', _taken))
        {
            _lines.Writer.TryWrite(text[_taken..end]);
            _taken = end + 1;
        }
    }
}
