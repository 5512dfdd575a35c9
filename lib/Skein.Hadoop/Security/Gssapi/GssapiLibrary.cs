using System.Runtime.InteropServices;
using System.Text;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary>
/// The machine's GSSAPI library (RFC 2744), MIT's or Heimdal's: it sees configuration, ticket caches and keytabs exactly as <c>kinit</c> does.
/// Loaded when first needed, so that machines without Kerberos do not miss it. Calls may ask the KDC and block as long as it takes.
/// </summary>
internal sealed unsafe class GssapiLibrary
{
    private const uint ContinueNeeded = 1;

    // Flags of a context: both sides prove themselves, no message comes twice or out of turn, signatures and encryption.
    private const uint MutualFlag = 2;
    private const uint WantedFlags = MutualFlag | 4 | 8 | 16 | 32;

    private const int InitiateOnly = 1;
    // MIT's with and without its version, then Heimdal's.
    private static readonly string[] Names = ["libgssapi_krb5.so.2", "libgssapi_krb5.so", "libgssapi.so.3"];

    private static readonly Lazy<GssapiLibrary> OfMachine = new(() => Load(Names), LazyThreadSafetyMode.PublicationOnly);

    private readonly GssapiFunctions _functions;
    private readonly GssapiStatus _status;
    private readonly string _name;

    private GssapiLibrary(nint library, string name)
    {
        _name = name;
        _functions = new GssapiFunctions(library);
        _status = new GssapiStatus(_functions);
    }

    /// <summary>The library of this machine.</summary>
    /// <exception cref="KerberosException">There is none.</exception>
    public static GssapiLibrary Machine => OfMachine.Value;

    /// <summary>Loads the first library there is.</summary>
    /// <exception cref="KerberosException">There is none, or it lacks a function.</exception>
    public static GssapiLibrary Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            try
            {
                return new GssapiLibrary(library, name);
            }
            catch (EntryPointNotFoundException e)
            {
                throw new KerberosException($"{name} is no GSSAPI library ({e.Message}); install {KerberosErrors.Packages}", e);
            }
        }

        throw new KerberosException(
            $"the cluster wants a login by Kerberos, and this machine has no {names[0]}; install {KerberosErrors.Packages}");
    }

    /// <summary>A principal such as <c>alice</c>, <c>alice@REALM</c> or <c>hdfs/host@REALM</c>; nobody is asked about it.</summary>
    public GssapiHandle ImportPrincipal(string principal)
    {
        var bytes = Encoding.UTF8.GetBytes(principal);
        uint minor;
        nint name;
        uint major;
        fixed (byte* content = bytes)
        {
            var buffer = new GssapiBuffer { Length = (nuint)bytes.Length, Value = content };
            major = _functions.ImportName(&minor, &buffer, GssapiOid.PrincipalName, &name);
        }

        _status.Check("gss_import_name", major, minor);
        return Name(name);
    }

    /// <summary>A principal as the library completes it: without a realm, it is of the default one.</summary>
    public string Complete(string principal)
    {
        using var name = ImportPrincipal(principal);
        using var use = new GssapiUse(name);
        uint minor;
        nint complete;
        _status.Check("gss_canonicalize_name", _functions.CanonicalizeName(&minor, use.Value, GssapiOid.Kerberos, &complete), minor);
        using var canonical = Name(complete);
        return Display(canonical);
    }

    /// <summary>The credential of the ticket cache, of the one that holds the principal where there are several.</summary>
    public GssapiHandle AcquireFromCache(string? principal)
    {
        using var name = principal is null ? null : ImportPrincipal(principal);
        using var use = new GssapiUse(name);
        uint minor;
        nint credential;
        _status.Check("gss_acquire_cred", _functions.AcquireCredential(&minor, use.Value, uint.MaxValue, 0, InitiateOnly, &credential, null, null), minor);
        return Credential(credential);
    }

    /// <summary>The credential that a keytab gives. Tickets are got when first needed, and anew before they expire.</summary>
    /// <param name="principal">As whom.</param>
    /// <param name="keytab">Path of the file.</param>
    /// <param name="cache">Name of the cache that keeps the tickets.</param>
    /// <exception cref="KerberosException">This library can not do it.</exception>
    public GssapiHandle AcquireFromKeytab(string principal, string keytab, string cache)
    {
        if (_functions.AcquireCredentialFrom is null)
        {
            throw new KerberosException(
                $"{_name} can not log in by a keytab; get a ticket with 'kinit -kt {keytab} {principal}' and leave the keytab out");
        }

        using var name = ImportPrincipal(principal);
        using var use = new GssapiUse(name);
        uint minor;
        nint credential;
        uint major;
        fixed (byte* keytabKey = "client_keytab\0"u8, cacheKey = "ccache\0"u8)
        fixed (byte* keytabValue = Encoding.UTF8.GetBytes($"FILE:{keytab}\0"), cacheValue = Encoding.UTF8.GetBytes($"{cache}\0"))
        {
            var elements = stackalloc GssapiStoreElement[]
            {
                new GssapiStoreElement { Key = keytabKey, Value = keytabValue }, new GssapiStoreElement { Key = cacheKey, Value = cacheValue },
            };
            var store = new GssapiStore { Count = 2, Elements = elements };
            major = _functions.AcquireCredentialFrom(&minor, use.Value, uint.MaxValue, 0, InitiateOnly, &store, &credential, null, null);
        }

        _status.Check("gss_acquire_cred_from", major, minor);
        return Credential(credential);
    }

    /// <summary>Whose credential it is, as a full principal.</summary>
    public string PrincipalOf(GssapiHandle credential)
    {
        using var use = new GssapiUse(credential);
        uint minor;
        nint name;
        _status.Check("gss_inquire_cred", _functions.InquireCredential(&minor, use.Value, &name, null, null, null), minor);
        using var principal = Name(name);
        return Display(principal);
    }

    /// <summary>Begins a context, or goes on with it.</summary>
    /// <param name="credential">Who logs in.</param>
    /// <param name="context">Null: begins one.</param>
    /// <param name="target">The server.</param>
    /// <param name="token">What the server sent; empty at the begin.</param>
    /// <param name="negotiates">Whether Kerberos is offered by SPNEGO instead of being spoken at once.</param>
    /// <returns>The context, the token for the server, and whether both sides have proved themselves.</returns>
    public (GssapiHandle Context, byte[] Output, bool IsComplete) InitializeContext(
        GssapiHandle credential, GssapiHandle? context, GssapiHandle target, ReadOnlySpan<byte> token, bool negotiates = false)
    {
        using var credentialUse = new GssapiUse(credential);
        using var targetUse = new GssapiUse(target);
        using var contextUse = new GssapiUse(context);
        uint minor;
        uint flags;
        uint major;
        var value = contextUse.Value;
        var mechanism = negotiates ? GssapiOid.Spnego : GssapiOid.Kerberos;
        GssapiBuffer output = default;
        fixed (byte* content = token)
        {
            var input = new GssapiBuffer { Length = (nuint)token.Length, Value = content };
            major = _functions.InitializeContext(
                &minor, credentialUse.Value, &value, targetUse.Value, mechanism, WantedFlags, 0, 0, &input, null, &output, &flags, null);
        }

        // An established context is the library's to change, but not to replace; one that it has taken back is gone.
        if (context is not null && value == 0)
            context.SetHandleAsInvalid();
        var bytes = _status.Take(ref output);
        if ((major & GssapiStatus.ErrorMask) != 0)
        {
            if (context is null && value != 0)
                Context(value).Dispose();
            _status.Check("gss_init_sec_context", major, minor);
        }

        var isComplete = (major & ContinueNeeded) == 0;
        if (isComplete && (flags & WantedFlags) != WantedFlags)
            throw new GssapiFault("gss_init_sec_context", major, minor, "the server does not prove itself, or can not protect messages");
        return (context ?? Context(value), bytes, isComplete);
    }

    /// <summary>Signs a message, and encrypts it where asked.</summary>
    public byte[] Wrap(GssapiHandle context, ReadOnlySpan<byte> message, bool encrypt)
    {
        using var use = new GssapiUse(context);
        uint minor;
        int encrypted;
        uint major;
        GssapiBuffer output = default;
        fixed (byte* content = message)
        {
            var input = new GssapiBuffer { Length = (nuint)message.Length, Value = content };
            major = _functions.Wrap(&minor, use.Value, encrypt ? 1 : 0, 0, &input, &encrypted, &output);
        }

        var bytes = _status.Take(ref output);
        _status.Check("gss_wrap", major, minor);
        return encrypted != 0 || !encrypt ? bytes : throw new GssapiFault("gss_wrap", major, minor, "the message could not be encrypted");
    }

    /// <summary>Checks a message and opens it. One that comes twice or out of turn is refused as a changed one is.</summary>
    public byte[] Unwrap(GssapiHandle context, ReadOnlySpan<byte> message, out bool wasEncrypted)
    {
        using var use = new GssapiUse(context);
        uint minor;
        int encrypted;
        uint major;
        GssapiBuffer output = default;
        fixed (byte* content = message)
        {
            var input = new GssapiBuffer { Length = (nuint)message.Length, Value = content };
            major = _functions.Unwrap(&minor, use.Value, &input, &output, &encrypted, null);
        }

        var bytes = _status.Take(ref output);
        // The low bits tell of order: twice, too old, out of turn, one missing before.
        if (major != 0)
            throw _status.Fault("gss_unwrap", major, minor);
        wasEncrypted = encrypted != 0;
        return bytes;
    }

    /// <summary>Bytes of the longest message that is no longer than <paramref name="wrapped"/> when wrapped.</summary>
    public int LongestMessage(GssapiHandle context, int wrapped, bool encrypt)
    {
        using var use = new GssapiUse(context);
        uint minor;
        uint longest;
        _status.Check("gss_wrap_size_limit", _functions.WrapSizeLimit(&minor, use.Value, encrypt ? 1 : 0, 0, (uint)wrapped, &longest), minor);
        return (int)Math.Min(longest, (uint)wrapped);
    }

    private string Display(GssapiHandle name)
    {
        using var use = new GssapiUse(name);
        uint minor;
        GssapiBuffer text = default;
        _status.Check("gss_display_name", _functions.DisplayName(&minor, use.Value, &text, null), minor);
        return Encoding.UTF8.GetString(_status.Take(ref text));
    }

    private GssapiHandle Name(nint value) => new(value, ReleaseName);

    private GssapiHandle Credential(nint value) => new(value, ReleaseCredential);

    private GssapiHandle Context(nint value) => new(value, DeleteContext);

    private void ReleaseName(nint value)
    {
        uint minor;
        _functions.ReleaseName(&minor, &value);
    }

    private void ReleaseCredential(nint value)
    {
        uint minor;
        _functions.ReleaseCredential(&minor, &value);
    }

    private void DeleteContext(nint value)
    {
        uint minor;
        _functions.DeleteContext(&minor, &value, null);
    }
}
