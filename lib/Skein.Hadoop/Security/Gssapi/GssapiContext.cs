namespace Skein.Hadoop.Security.Gssapi;

/// <summary>A context of the machine's library. One call at a time; <see cref="Dispose"/> may come at any moment.</summary>
/// <param name="library">Makes the calls.</param>
/// <param name="acquire">Finds the credential; may ask the KDC.</param>
/// <param name="server">Full principal of the server.</param>
/// <param name="explain">Puts a failure into a sentence.</param>
/// <param name="negotiates">Whether Kerberos is offered by SPNEGO, as web servers want it.</param>
internal sealed class GssapiContext(
    GssapiLibrary library, Func<GssapiHandle> acquire, string server, Func<GssapiFault, KerberosException> explain, bool negotiates = false)
    : IGssapiContext
{
    private readonly Lock _gate = new();
    private GssapiHandle? _credential;
    private GssapiHandle? _target;
    private GssapiHandle? _context;
    private bool _isDisposed;

    public bool IsEstablished { get; private set; }

    public byte[] Step(ReadOnlySpan<byte> token)
    {
        if (IsEstablished)
            throw new InvalidDataException("the server goes on with a login by Kerberos that is complete");
        try
        {
            _credential ??= Keep(acquire());
            _target ??= Keep(library.ImportPrincipal(server));
            var begun = _context is not null;
            var (context, output, isComplete) = library.InitializeContext(_credential, _context, _target, token, negotiates);
            if (!begun)
                _context = Keep(context);
            IsEstablished = isComplete;
            if (isComplete)
            {
                _credential.Dispose();
                _target.Dispose();
            }

            return output;
        }
        catch (GssapiFault fault) when (token.IsEmpty)
        {
            throw explain(fault);
        }
        catch (GssapiFault fault)
        {
            throw new InvalidDataException($"the server's token is refused: {fault.Text}", fault);
        }
    }

    public byte[] Wrap(ReadOnlySpan<byte> message, bool encrypt)
    {
        try
        {
            return library.Wrap(Established(), message, encrypt);
        }
        catch (GssapiFault fault)
        {
            throw new IOException($"the connection's protection has ended: {fault.Text}", fault);
        }
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message, out bool wasEncrypted)
    {
        try
        {
            return library.Unwrap(Established(), message, out wasEncrypted);
        }
        catch (GssapiFault fault) when (fault.Major == GssapiFault.ContextExpired)
        {
            throw new IOException($"the connection's protection has ended: {fault.Text}", fault);
        }
        catch (GssapiFault fault)
        {
            throw new InvalidDataException($"a protected message was changed, left out or sent again on its way: {fault.Text}", fault);
        }
    }

    public int LongestMessage(int wrapped, bool encrypt)
    {
        try
        {
            return library.LongestMessage(Established(), wrapped, encrypt);
        }
        catch (GssapiFault fault)
        {
            throw new IOException($"the connection's protection has ended: {fault.Text}", fault);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _credential?.Dispose();
            _target?.Dispose();
            _context?.Dispose();
        }
    }

    // A login that was given up goes on in the library until it returns; what it made by then is given back at once.
    private GssapiHandle Keep(GssapiHandle made)
    {
        lock (_gate)
        {
            if (!_isDisposed)
                return made;
        }

        made.Dispose();
        throw new ObjectDisposedException(nameof(GssapiContext));
    }

    private GssapiHandle Established() =>
        IsEstablished && _context is not null ? _context : throw new InvalidOperationException("The context is not established");
}
