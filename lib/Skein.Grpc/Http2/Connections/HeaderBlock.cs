namespace Skein.Grpc;

/// <summary>A header block that comes in several frames: a HEADERS frame began it, CONTINUATION frames go on with it.</summary>
internal sealed class HeaderBlock
{
    private byte[] _bytes = [];
    private int _length;
    private int _continuations;

    /// <summary>Whether one has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The HEADERS frame that began it.</summary>
    public FrameHeader Begun { get; private set; }

    /// <summary>Begins one.</summary>
    /// <exception cref="ConnectionErrorException">It is too large.</exception>
    public void Begin(in FrameHeader header, ReadOnlySpan<byte> part)
    {
        (IsOpen, Begun, _length, _continuations) = (true, header, 0, 0);
        Keep(part);
    }

    /// <summary>Goes on with it.</summary>
    /// <exception cref="ConnectionErrorException">None has begun, or it is too large or too cut up.</exception>
    public void Continue(ReadOnlySpan<byte> part)
    {
        if (!IsOpen)
            throw new ConnectionErrorException(ErrorCode.ProtocolError, "CONTINUATION goes on with nothing");
        if (++_continuations > Http2Limits.MaxContinuations)
            throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, "A header block comes in too many frames");
        Keep(part);
    }

    /// <summary>Ends it: all of its bytes, which are kept no longer than the caller does.</summary>
    public ReadOnlySpan<byte> End()
    {
        ReadOnlySpan<byte> whole = _bytes.AsSpan(0, _length);
        (IsOpen, _bytes) = (false, []);
        return whole;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        var length = _length + part.Length;
        if (length > Http2Limits.MaxHeaderSize)
            throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, "A header block is too large");
        if (_bytes.Length < length)
            Array.Resize(ref _bytes, Math.Max(length, Math.Min(Http2Limits.MaxHeaderSize, length * 2)));
        part.CopyTo(_bytes.AsSpan(_length));
        _length = length;
    }
}
