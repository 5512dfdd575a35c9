using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Skein.Hadoop.Tests.Security.Kerberos;

/// <summary>
/// A KDC of its own on loopback, with the user <c>alice</c> and the service <c>yarn/localhost</c>. This process uses it through the variables
/// that the library reads; a test that changes them puts them back.
/// </summary>
public sealed partial class KerberosRealm : IAsyncLifetime
{
    /// <summary>The realm's name.</summary>
    public const string Name = "SKEIN.TEST";

    /// <summary>What the library reads. One process has them once: tests that set them are of the collection of this name, and run one by one.</summary>
    public const string Variables = "KRB5_CONFIG KRB5CCNAME KRB5_KTNAME KRB5_CLIENT_KTNAME KRB5RCACHENAME";

    private static readonly string[] Programs = ["krb5kdc", "kdb5_util", "kadmin.local", "kinit", "klist"];

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"skein-realm-{Guid.NewGuid():N}");
    private string? _missing;
    private Process? _kdc;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _missing = Programs.FirstOrDefault(program => Find(program) is null);
        if (_missing is not null)
            return;
        Directory.CreateDirectory(_directory);
        var port = UnusedPort();
        await File.WriteAllTextAsync(At("krb5.conf"), Configuration(port), Cancellation);
        await File.WriteAllTextAsync(At("kdc.conf"), $$"""
            [kdcdefaults]
              kdc_listen = ""
              kdc_tcp_listen = 127.0.0.1:{{port}}
            [realms]
              {{Name}} = {
                database_name = {{At("principal")}}
                key_stash_file = {{At("stash")}}
                acl_file = {{At("acl")}}
                supported_enctypes = aes256-cts:normal
              }
            """, Cancellation);
        await RunAsync("kdb5_util", ["create", "-s", "-r", Name, "-P", Guid.NewGuid().ToString("N")]);
        await AdministerAsync(
            "addprinc -randkey yarn/localhost", $"ktadd -k {At("yarn.keytab")} yarn/localhost",
            "addprinc -randkey +requires_preauth alice", $"ktadd -k {At("alice.keytab")} alice");
        _kdc = Start("krb5kdc", ["-n", "-r", Name, "-P", At("pid")]);
        await ListeningAsync(port);
        Reset();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var variable in Variables.Split(' '))
            Unset(variable);
        if (_kdc is not null)
        {
            _kdc.Kill();
            await _kdc.WaitForExitAsync(Cancellation);
            _kdc.Dispose();
        }

        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A file of the realm.</summary>
    public string At(string name) => Path.Combine(_directory, name);

    /// <summary>Skips the test where there is no KDC, and fails it in CI. Gives the variables of this process their first values.</summary>
    public void Require()
    {
        if (_missing is not null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI has to bring a KDC: there is no {_missing}");
            Assert.Skip($"there is no {_missing}; build/prerequisites kerberos installs it");
        }

        Reset();
    }

    /// <summary>What <c>krb5.conf</c> says of a KDC at a port.</summary>
    public static string Configuration(int port) => $$"""
        [libdefaults]
          default_realm = {{Name}}
          dns_lookup_kdc = false
          dns_lookup_realm = false
          dns_canonicalize_hostname = false
          rdns = false
          udp_preference_limit = 1
        [realms]
          {{Name}} = {
            kdc = 127.0.0.1:{{port}}
          }
        """;

    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Sets a variable where the library sees it, which .NET's own setting does not do.</summary>
    public static void Set(string variable, string value) => SetVariable(variable, value, overwrite: 1);

    /// <summary>Gets a ticket as a user does.</summary>
    /// <param name="cache">Name of the cache's file.</param>
    /// <param name="lifetime">Seconds.</param>
    public async Task KinitAsync(string cache, int lifetime = 3600)
    {
        await RunAsync("kinit", ["-c", $"FILE:{At(cache)}", "-l", $"{lifetime}s", "-kt", At("alice.keytab"), "alice"]);
    }

    /// <summary>Lets this process use a cache.</summary>
    public void Use(string cache) => Set("KRB5CCNAME", $"FILE:{At(cache)}");

    /// <summary>Waits until the ticket of a cache has expired.</summary>
    public async Task ExpiredAsync(string cache)
    {
        while (await TryRunAsync("klist", ["-s", "-c", $"FILE:{At(cache)}"]))
            await Task.Yield();
    }

    /// <summary>Carries out commands of the KDC's administrator.</summary>
    public async Task AdministerAsync(params string[] commands)
    {
        foreach (var command in commands)
            await RunAsync("kadmin.local", ["-r", Name, "-q", command]);
    }

    private void Reset()
    {
        Set("KRB5_CONFIG", At("krb5.conf"));
        Set("KRB5CCNAME", $"FILE:{At("no-such.cache")}");
        Set("KRB5_KTNAME", $"FILE:{At("yarn.keytab")}");
        Set("KRB5_CLIENT_KTNAME", $"FILE:{At("no-such.keytab")}");
        // The server's memory of logins would stay behind as a file of the machine.
        Set("KRB5RCACHENAME", "none:");
    }

    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KRB5_CONFIG"] = At("krb5.conf");
        start.Environment["KRB5_KDC_PROFILE"] = At("kdc.conf");
        return Process.Start(start)!;
    }

    private async Task RunAsync(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, $"{program}: {await output}\n{await error}");
    }

    private async Task<bool> TryRunAsync(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0;
    }

    private async Task ListeningAsync(int port)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
                return;
            }
            catch (SocketException) when (!_kdc!.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unset(string name);
}
