namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>Renews the client's lease while at least one file is open for writing. One object serves one file system.</summary>
internal sealed class LeaseRenewer : IAsyncDisposable
{
    private readonly HdfsClientContext _context;

    // Guards the fields below.
    private readonly Lock _lock = new();
    private int _files;
    private CancellationTokenSource? _stopping;
    private Task _renewing = Task.CompletedTask;

    public LeaseRenewer(HdfsClientContext context) => _context = context;

    /// <summary>A file is about to be written.</summary>
    /// <returns>Disposed when it no longer is.</returns>
    public Hold Acquire()
    {
        lock (_lock)
        {
            if (_files++ == 0)
            {
                _stopping = new CancellationTokenSource();
                _renewing = RenewAsync(_renewing, _stopping.Token);
            }
        }

        return new Hold(this);
    }

    /// <summary>Renews no more, whatever is still open.</summary>
    public async ValueTask DisposeAsync() => await StopAsync();

    private Task ReleaseAsync()
    {
        lock (_lock)
            return --_files > 0 ? Task.CompletedTask : StopAsync();
    }

    private Task StopAsync()
    {
        lock (_lock)
        {
            _stopping?.Cancel();
            _stopping?.Dispose();
            _stopping = null;
            return _renewing;
        }
    }

    private async Task RenewAsync(Task earlier, CancellationToken cancellation)
    {
        await earlier;
        while (true)
        {
            try
            {
                await Task.Delay(_context.Options.LeaseRenewalPeriod, _context.Time, cancellation);
                await _context.NameNode.RenewLeaseAsync(_context.ClientName, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The next period tries again. Should the lease be lost for good, the file's own calls say so.
                _context.ReportSurvivedFault($"the lease of {_context.ClientName} was not renewed: {e.Message}");
            }
        }
    }

    /// <summary>One file's share in the lease.</summary>
    public sealed class Hold : IAsyncDisposable
    {
        private LeaseRenewer? _renewer;

        internal Hold(LeaseRenewer renewer) => _renewer = renewer;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _renewer, null) is { } renewer)
                await renewer.ReleaseAsync();
        }
    }
}
