using System.Net;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary>
/// Who a process is to Kerberos: whom the machine's ticket cache names, as <c>kinit</c> leaves it, or whom a keytab proves. Nothing is read
/// before it is needed, and every connection looks anew, so that a renewed ticket is found.
/// </summary>
public sealed class KerberosLogin
{
    private readonly Func<GssapiLibrary> _library;
    private readonly string? _principal;
    private readonly string? _keytab;

    // In this process only, and one for each login: the tickets that the keytab gave.
    private readonly string _tickets = $"MEMORY:skein-{Guid.NewGuid():N}";

    private KerberosLogin(Func<GssapiLibrary> library, string? principal, string? keytab)
    {
        _library = library;
        _principal = principal;
        _keytab = keytab;
    }

    /// <summary>Logs in by the ticket cache: KRB5CCNAME, else what krb5.conf or the library says.</summary>
    /// <param name="principal">Whose of several caches is meant; null: the default one's.</param>
    public static KerberosLogin FromTicketCache(string? principal = null) => new(() => GssapiLibrary.Machine, principal, keytab: null);

    /// <summary>Logs in by keys in a file. Tickets are got anew as long as the process lives.</summary>
    /// <param name="principal">As whom.</param>
    /// <param name="keytab">The file.</param>
    public static KerberosLogin FromKeytab(string principal, string keytab) =>
        new(() => GssapiLibrary.Machine, principal, Path.GetFullPath(keytab));

    /// <summary>For tests: another library.</summary>
    internal static KerberosLogin By(Func<GssapiLibrary> library, string? principal, string? keytab) => new(library, principal, keytab);

    /// <summary>The full principal, such as <c>alice@EXAMPLE.COM</c>. Reads the ticket cache; the KDC is not asked.</summary>
    /// <exception cref="KerberosException">There is no ticket, no Kerberos on this machine, or the keytab can not be read.</exception>
    public string FindPrincipal()
    {
        try
        {
            if (_keytab is not null)
            {
                CheckKeytab(_keytab);
                return _library().Complete(_principal!);
            }

            using var credential = _library().AcquireFromCache(_principal);
            return _library().PrincipalOf(credential);
        }
        catch (GssapiFault fault)
        {
            throw Explain(fault);
        }
    }

    /// <summary>Gets the tickets now, so that a key that the KDC does not accept is known before anything is begun with it.</summary>
    /// <param name="limit">How long the KDC may take.</param>
    /// <param name="time">Clock of that.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="KerberosException">There are none; the message says why, and with which command there are.</exception>
    public async Task LogInAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            // A call of the library that was given up goes on by itself, and uses nothing that this side gives back.
            await Task.Factory
                .StartNew(LogIn, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new KerberosException($"the login by Kerberos did not end within {limit.TotalSeconds:0.###} s; is there a KDC that answers?", e);
        }
    }

    /// <summary>The realm of principals that name none; empty: krb5.conf sets none.</summary>
    /// <exception cref="KerberosException">There is no Kerberos on this machine.</exception>
    public string FindDefaultRealm()
    {
        try
        {
            return PrincipalName.Parse(_library().Complete("x")).Realm ?? "";
        }
        catch (GssapiFault)
        {
            return "";
        }
    }

    /// <summary>A login at one server.</summary>
    /// <param name="expected">Which servers may answer.</param>
    /// <param name="host">The server as it was dialled.</param>
    /// <param name="address">Where it answered.</param>
    /// <param name="accepted">What may be agreed on, the preferred first.</param>
    internal GssapiSaslClient CreateClient(
        ServerPrincipal expected, string host, IPAddress address, IReadOnlyList<QualityOfProtection> accepted) => new(
        server => new GssapiContext(_library(), Acquire, server, Explain),
        (protocol, serverId) => expected.Check(protocol, serverId, host, () => CanonicalName(address), FindDefaultRealm),
        accepted);

    /// <summary>A login at a web server, whose tokens go into HTTP's headers (RFC 4559).</summary>
    /// <param name="server">Its principal, such as <c>HTTP/host</c>; without a realm it is of the default one.</param>
    internal IGssapiContext CreateWebContext(string server) => new GssapiContext(_library(), Acquire, server, Explain, negotiates: true);

    // Whoever asks whose a credential is has its tickets got.
    private void LogIn()
    {
        try
        {
            using var credential = Acquire();
            _library().PrincipalOf(credential);
        }
        catch (GssapiFault fault)
        {
            throw Explain(fault);
        }
    }

    private GssapiHandle Acquire()
    {
        if (_keytab is null)
            return _library().AcquireFromCache(_principal);
        CheckKeytab(_keytab);
        return _library().AcquireFromKeytab(_principal!, _keytab, _tickets);
    }

    private KerberosException Explain(GssapiFault fault) => KerberosErrors.Explain(fault, _principal, _keytab);

    // The library says of a file that it can not use no more than that there is no ticket. A keytab begins with 5 and its version, 1 or 2.
    private static void CheckKeytab(string keytab)
    {
        try
        {
            Span<byte> begin = stackalloc byte[2];
            using var file = File.OpenHandle(keytab);
            if (RandomAccess.Read(file, begin, fileOffset: 0) < begin.Length || begin is not [5, 1 or 2])
                throw new KerberosException($"{keytab} is no keytab; 'klist -kt {keytab}' lists the keys of one");
        }
        catch (Exception e) when (e is (IOException and not KerberosException) or UnauthorizedAccessException)
        {
            throw new KerberosException($"the keytab can not be read: {e.Message} 'klist -kt {keytab}' lists its keys where it can be", e);
        }
    }

    private static string? CanonicalName(IPAddress address)
    {
        try
        {
            return Dns.GetHostEntry(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).HostName;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ArgumentException)
        {
            return null;
        }
    }
}
