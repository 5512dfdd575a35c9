using System.Net.Sockets;

namespace Skein.ApplicationMaster.Readiness;

/// <summary>Tries the port of a container once.</summary>
internal sealed class PortProbe(TimeProvider time) : IDisposable
{
    // A port that takes longer is no use to those that wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // However many containers there are to look at, connections wait their turn beyond so many at a time.
    private const int MostAtOnce = 64;

    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    // Straight to the node, as the services that depend on it will come.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether the port answers as the rule wants it; whatever goes wrong means no.</summary>
    public async Task<bool> TryAsync(string host, ReadinessRule rule, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return await TryNowAsync(host, rule, cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private async Task<bool> TryNowAsync(string host, ReadinessRule rule, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return rule.TcpPort is { } port
                ? await ConnectsAsync(host, port, giveUp.Token)
                : await AnswersAsync(new Uri(FormattableString.Invariant($"http://{host}:{rule.HttpPort}{rule.HttpPath}")), giveUp.Token);
        }
        catch (Exception error) when (
            error is SocketException or HttpRequestException or IOException or UriFormatException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task<bool> ConnectsAsync(string host, int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellation);
        return true;
    }

    private async Task<bool> AnswersAsync(Uri address, CancellationToken cancellation)
    {
        using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return response.IsSuccessStatusCode;
    }
}
