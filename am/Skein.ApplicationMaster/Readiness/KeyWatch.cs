using Skein.KeyValue;
using Skein.KeyValue.Changes;

namespace Skein.ApplicationMaster.Readiness;

/// <summary>Waits for keys of the store, all of them with one follower, and with none while no key is awaited.</summary>
internal sealed class KeyWatch(KeyValueStore store) : IDisposable
{
    // Guards the two fields below.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<TaskCompletionSource>> _awaited = new(StringComparer.Ordinal);
    private CancellationTokenSource? _following;

    /// <summary>Done when the key is there, or was for a moment.</summary>
    public async Task WaitForAsync(string key, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(key, found);
        try
        {
            // Put before the follower began, it is found here; put later, by the follower.
            if (store.Latest.Entries.Find(key) is null)
                await found.Task.WaitAsync(cancellation);
        }
        finally
        {
            Remove(key, found);
        }
    }

    /// <summary>Stops following; whoever still waits is left to his cancellation.</summary>
    public void Dispose()
    {
        lock (_gate)
            StopFollowing();
    }

    private void Add(string key, TaskCompletionSource found)
    {
        lock (_gate)
        {
            if (!_awaited.TryGetValue(key, out var waiters))
                _awaited.Add(key, waiters = []);
            waiters.Add(found);
            if (_following is not null)
                return;
            _following = new CancellationTokenSource();
            var (follower, stop) = (store.Follow(), _following.Token);
            _ = Task.Run(() => FollowAsync(follower, stop), CancellationToken.None);
        }
    }

    private void Remove(string key, TaskCompletionSource found)
    {
        lock (_gate)
        {
            var waiters = _awaited[key];
            waiters.Remove(found);
            if (waiters.Count > 0)
                return;
            _awaited.Remove(key);
            if (_awaited.Count == 0)
                StopFollowing();
        }
    }

    private void StopFollowing()
    {
        _following?.Cancel();
        _following?.Dispose();
        _following = null;
    }

    private async Task FollowAsync(Follower follower, CancellationToken stop)
    {
        using (follower)
        {
            while (!stop.IsCancellationRequested)
            {
                await follower.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                while (follower.TryRead(out var commit))
                {
                    foreach (var change in commit.Changes)
                    {
                        if (change is PutChange put)
                            Found(put.Entry.Key);
                    }
                }
            }
        }
    }

    private void Found(string key)
    {
        lock (_gate)
        {
            if (!_awaited.TryGetValue(key, out var waiters))
                return;
            foreach (var waiter in waiters)
                waiter.TrySetResult();
        }
    }
}
