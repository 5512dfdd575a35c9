namespace Skein.Grpc;

/// <summary>The headers of a request that a gRPC server asks for, and whether they are those of a request: RFC 9113 sections 8.2 and 8.3.</summary>
/// <param name="maxSize">Largest list, in bytes as RFC 9113 section 6.5.2 counts them.</param>
internal sealed class RequestHeaders(int maxSize)
{
    private int _size;
    private bool _hasRegular;
    private bool _isMalformed;
    private bool _hasScheme;
    private bool _hasAuthority;

    public string? Method { get; private set; }

    public string? Path { get; private set; }

    public string? ContentType { get; private set; }

    public string? Timeout { get; private set; }

    public string? Encoding { get; private set; }

    /// <summary>Whether these are no headers of an HTTP request.</summary>
    public bool IsMalformed => _isMalformed || !_hasScheme || Method is null || string.IsNullOrEmpty(Path);

    /// <summary>Whether these cannot follow a request's data.</summary>
    public bool IsMalformedTrailer => _isMalformed || _hasScheme || _hasAuthority || Method is not null || Path is not null;

    /// <summary>Forgets the last request.</summary>
    public void Clear()
    {
        _size = 0;
        _hasRegular = _isMalformed = _hasScheme = _hasAuthority = false;
        Method = Path = ContentType = Timeout = Encoding = null;
    }

    /// <summary>Adds a header of a table.</summary>
    public void Add(HeaderField field)
    {
        Count(field.Size);
        if (field.Name == HeaderName.Other)
            _hasRegular = true;
        else
            Set(field.Name, field.Name is HeaderName.Scheme or HeaderName.Authority or HeaderName.Te or HeaderName.Malformed ? "" : field.Text);
    }

    /// <summary>Adds a header that is in no table.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Count(name.Length + value.Length + 32);
        var meaning = HeaderField.Classify(name, value);
        if (meaning == HeaderName.Other)
            _hasRegular = true;
        else
            Set(meaning, meaning is HeaderName.Scheme or HeaderName.Authority or HeaderName.Te or HeaderName.Malformed ? "" : System.Text.Encoding.Latin1.GetString(value));
    }

    private void Count(int size)
    {
        _size += size;
        if (_size > maxSize)
            throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, $"A request has more than {maxSize} bytes of headers");
    }

    private void Set(HeaderName name, string value)
    {
        switch (name)
        {
            case HeaderName.Method:
                _isMalformed |= _hasRegular || Method is not null;
                Method = value;
                break;
            case HeaderName.Path:
                _isMalformed |= _hasRegular || Path is not null;
                Path = value;
                break;
            case HeaderName.Scheme:
                _isMalformed |= _hasRegular || _hasScheme;
                _hasScheme = true;
                break;
            case HeaderName.Authority:
                _isMalformed |= _hasRegular || _hasAuthority;
                _hasAuthority = true;
                break;
            case HeaderName.Malformed:
                _isMalformed = true;
                break;
            default:
                _hasRegular = true;
                SetRegular(name, value);
                break;
        }
    }

    private void SetRegular(HeaderName name, string value)
    {
        switch (name)
        {
            case HeaderName.ContentType:
                ContentType = value;
                break;
            case HeaderName.GrpcTimeout:
                Timeout = value;
                break;
            case HeaderName.GrpcEncoding:
                Encoding = value;
                break;
            default:
                break;
        }
    }
}
