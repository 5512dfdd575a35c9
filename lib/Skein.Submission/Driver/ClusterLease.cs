namespace Skein.Submission.Driver;

/// <summary>The use of a client of <see cref="ClusterClients"/>, which ends when it is disposed.</summary>
public sealed class ClusterLease : IAsyncDisposable
{
    private readonly ClusterClients _owner;
    private readonly SharedClient _shared;

    internal ClusterLease(ClusterClients owner, SharedClient shared)
    {
        _owner = owner;
        _shared = shared;
    }

    /// <summary>The client. To be disposed by nobody who has leased it.</summary>
    public SkeinClient Client => _shared.Client;

    /// <summary>Gives the client back; once.</summary>
    public ValueTask DisposeAsync() => _owner.ReturnAsync(_shared);
}
