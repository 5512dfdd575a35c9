using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>A created file as the NameNode sees it: blocks are added, given back, and in the end it is completed or removed.</summary>
internal sealed class FileBeingWritten
{
    private readonly HdfsClientContext _context;
    private readonly ulong _fileId;

    /// <param name="path">The file.</param>
    /// <param name="fileId">Its number, which a file created later at the same path does not have.</param>
    /// <param name="context">NameNode, client name, clock.</param>
    public FileBeingWritten(string path, ulong fileId, HdfsClientContext context)
    {
        Path = path;
        _fileId = fileId;
        _context = context;
    }

    public string Path { get; }

    /// <summary>A new block behind <paramref name="previous"/>.</summary>
    /// <param name="previous">The block before, with its final length; null for the first one.</param>
    /// <param name="excluded">DataNodes that are not wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LocatedBlockProto> AddBlockAsync(
        ExtendedBlockProto? previous, IReadOnlyList<DatanodeInfoProto> excluded, CancellationToken cancellation)
    {
        var request = new AddBlockRequestProto
        {
            Src = Path,
            ClientName = _context.ClientName,
            Previous = previous,
            FileId = _fileId,
        };
        request.ExcludeNodes.AddRange(excluded);
        var pauses = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                return await _context.NameNode.AddBlockAsync(request, cancellation);
            }
            catch (FileSystemException e)
                when (e.InnerException is RemoteException { SimpleName: NameNodeErrors.NotReplicatedYet } && pauses.Next() is { } pause)
            {
                await Task.Delay(pause, _context.Time, cancellation);
            }
        }
    }

    /// <summary>Gives back a block that nothing was written to.</summary>
    public Task AbandonBlockAsync(ExtendedBlockProto block, CancellationToken cancellation) =>
        _context.NameNode.AbandonBlockAsync(Path, _context.ClientName, _fileId, block, cancellation);

    /// <summary>Completes the file: asks until the NameNode has heard of the last block.</summary>
    /// <param name="last">The last block with its final length; null for an empty file.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task CompleteAsync(ExtendedBlockProto? last, CancellationToken cancellation)
    {
        var pauses = new Backoff(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
        while (!await _context.NameNode.CompleteAsync(Path, _context.ClientName, _fileId, last, cancellation))
        {
            if (pauses.Next() is not { } pause)
            {
                throw new FileSystemException(
                    FileSystemFault.ContentLost,
                    Path,
                    $"can not be completed: no DataNode has reported {last?.Describe() ?? "its end"} to the NameNode for "
                        + $"{pauses.Total.TotalSeconds:0} s (dfs.namenode.replication.min)");
            }

            await Task.Delay(pause, _context.Time, cancellation);
        }
    }

    /// <summary>Removes the file and with it the lease, unless another one is at its path by now.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        var found = await _context.NameNode.GetFileInfoAsync(Path, cancellation);
        if (found is not null && found.FileId == _fileId)
            await _context.NameNode.DeleteAsync(Path, recursive: false, cancellation);
    }
}
