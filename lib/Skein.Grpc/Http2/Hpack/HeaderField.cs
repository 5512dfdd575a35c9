using System.Buffers;
using System.Text;

namespace Skein.Grpc;

/// <summary>A header as the tables keep it. Its meaning and text are found once, so that a reference to it costs next to nothing.</summary>
internal sealed class HeaderField
{
    // RFC 9113 section 8.2.1: no controls, space or upper case, nothing beyond ASCII; a colon only in front.
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> ForbiddenInValues = SearchValues.Create([0, (byte)'\r', (byte)'\n']);

    private readonly byte[] _value;
    private string? _text;

    public HeaderField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        NameText = name.ToArray();
        _value = value.ToArray();
        Name = Classify(name, value);
    }

    public HeaderName Name { get; }

    public byte[] NameText { get; }

    /// <summary>The value as text, one character per byte.</summary>
    public string Text => _text ??= Encoding.Latin1.GetString(_value);

    /// <summary>Bytes it counts for in tables and lists, RFC 7541 section 4.1.</summary>
    public int Size => NameText.Length + _value.Length + 32;

    /// <summary>What a header means, and whether it may be there at all.</summary>
    public static HeaderName Classify(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.ContainsAny(ForbiddenInValues))
            return HeaderName.Malformed;
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("te"u8):
                return value.SequenceEqual("trailers"u8) ? HeaderName.Te : HeaderName.Malformed;
            case 5 when name.SequenceEqual(":path"u8):
                return HeaderName.Path;
            case 7 when name.SequenceEqual(":method"u8):
                return HeaderName.Method;
            case 7 when name.SequenceEqual(":scheme"u8):
                return HeaderName.Scheme;
            case 10 when name.SequenceEqual(":authority"u8):
                return HeaderName.Authority;
            case 12 when name.SequenceEqual("content-type"u8):
                return HeaderName.ContentType;
            case 12 when name.SequenceEqual("grpc-timeout"u8):
                return HeaderName.GrpcTimeout;
            case 13 when name.SequenceEqual("grpc-encoding"u8):
                return HeaderName.GrpcEncoding;
            case 7 when name.SequenceEqual("upgrade"u8):
            case 10 when name.SequenceEqual("connection"u8) || name.SequenceEqual("keep-alive"u8):
            case 16 when name.SequenceEqual("proxy-connection"u8):
            case 17 when name.SequenceEqual("transfer-encoding"u8):
                return HeaderName.Malformed;
            default:
                return name.IsEmpty || name.ContainsAnyExcept(NameBytes) ? HeaderName.Malformed : HeaderName.Other;
        }
    }
}
