using System.Buffers;
using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Replaces a path in a POSIX shell script by a variable, with the quoting that each place needs.</summary>
internal ref struct ShellText
{
    private readonly ReadOnlySpan<byte> _script;
    private readonly InstalledPrefix _prefix;
    private readonly string _variable;
    private readonly ArrayBufferWriter<byte> _result = new();
    private readonly Stack<Context> _contexts = new();
    private readonly Queue<HereDocument> _hereDocuments = new();
    private int _next;
    private int _position;

    private ShellText(ReadOnlySpan<byte> script, InstalledPrefix prefix, string variable)
    {
        _script = script;
        _prefix = prefix;
        _variable = variable;
        _next = prefix.IndexIn(script);
        _contexts.Push(new Context(Quoting.None, 0));
    }

    private enum Quoting
    {
        None,
        Single,
        Double,
        Comment,
    }

    /// <param name="script">The script; what comes out of it holds the prefix nowhere.</param>
    /// <param name="prefix">The path to replace.</param>
    /// <param name="variable">Name of the shell variable that holds the path at run time.</param>
    /// <returns>The script, or null when it is written in a way that can not be followed for certain.</returns>
    public static byte[]? Replace(ReadOnlySpan<byte> script, InstalledPrefix prefix, string variable) =>
        new ShellText(script, prefix, variable).Run();

    private byte[]? Run()
    {
        while (_position < _script.Length)
        {
            if (_position == _next)
                ReplaceHere(_contexts.Peek().Quoting);
            else if (!Step())
                return null;
        }

        if (_contexts.Peek().Quoting == Quoting.Comment)
            _contexts.Pop();
        // A quote, a substitution or a here-document left open: the script was misread somewhere.
        return _contexts.Count == 1 && _hereDocuments.Count == 0 ? _result.WrittenSpan.ToArray() : null;
    }

    private bool Step()
    {
        var context = _contexts.Peek();
        var current = _script[_position];
        switch (context.Quoting)
        {
            case Quoting.Single:
                if (current == '\'')
                    _contexts.Pop();
                break;
            case Quoting.Comment:
                if (current == '\n')
                    _contexts.Pop();
                return current == '\n' ? EndLine() : Copy(1);
            case Quoting.Double when current == '"':
                _contexts.Pop();
                break;
            case Quoting.Double or Quoting.None when current == '\\':
                return Copy(2);
            case Quoting.Double or Quoting.None when _script[_position..].StartsWith("$("u8):
                _contexts.Push(new Context(Quoting.None, 1));
                return Copy(2);
            case Quoting.None:
                return StepUnquoted(context, current);
        }

        return Copy(1);
    }

    private bool StepUnquoted(Context context, byte current)
    {
        switch (current)
        {
            case (byte)'\'':
                _contexts.Push(new Context(Quoting.Single, 0));
                break;
            case (byte)'"':
                _contexts.Push(new Context(Quoting.Double, 0));
                break;
            case (byte)'#' when StartsWord():
                _contexts.Push(new Context(Quoting.Comment, 0));
                break;
            case (byte)'(' or (byte)')' when context.Depth > 0:
                _contexts.Pop();
                var depth = context.Depth + (current == '(' ? 1 : -1);
                if (depth > 0)
                    _contexts.Push(new Context(Quoting.None, depth));
                break;
            case (byte)'<' when _script[_position..].StartsWith("<<<"u8):
                return Copy(3);
            case (byte)'<' when _script[_position..].StartsWith("<<"u8):
                if (HereDocument.Parse(_script[_position..], out var length) is not { } document)
                    return false;
                _hereDocuments.Enqueue(document);
                return Copy(length);
            case (byte)'\n':
                return EndLine();
        }

        return Copy(1);
    }

    private readonly bool StartsWord() =>
        _position == 0 || _script[_position - 1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)';' or (byte)'|' or (byte)'&'
            or (byte)'(' or (byte)')';

    // The bodies of the here-documents opened in a line follow it.
    private bool EndLine()
    {
        var understood = Copy(1);
        while (understood && _hereDocuments.TryDequeue(out var document))
        {
            var length = document.BodyLength(_script[_position..]);
            var end = _position + length;
            understood = length >= 0 && !(document.IsLiteral && _next >= 0 && _next < end);
            while (understood && _position < end)
            {
                if (_position == _next)
                    ReplaceHere(Quoting.Double);
                else
                    Copy(1);
            }
        }

        return understood;
    }

    private void ReplaceHere(Quoting quoting)
    {
        // Unquoted values would be split at blanks; single quotes are closed around the variable.
        var (before, after) = quoting switch
        {
            Quoting.None => ("\"", "\""),
            Quoting.Single => ("'\"", "\"'"),
            _ => ("", ""),
        };
        _result.Write(Encoding.ASCII.GetBytes($"{before}${{{_variable}}}{after}"));
        _position += _prefix.Bytes.Length;
        var following = _prefix.IndexIn(_script[_position..]);
        _next = following < 0 ? -1 : _position + following;
    }

    // False when an occurrence of the prefix would be stepped over.
    private bool Copy(int count)
    {
        count = Math.Min(count, _script.Length - _position);
        _result.Write(_script.Slice(_position, count));
        _position += count;
        return _next < 0 || _next >= _position;
    }

    private readonly record struct Context(Quoting Quoting, int Depth);
}
