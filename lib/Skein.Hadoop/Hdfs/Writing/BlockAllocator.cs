using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>Gets new blocks and sets their pipelines up. A block whose DataNodes fail is given back, and another asked for without them.</summary>
internal sealed class BlockAllocator
{
    private readonly FileBeingWritten _file;
    private readonly ChunkChecksum _checksum;
    private readonly HdfsClientContext _context;

    // Failed at an earlier block of the file: a DataNode that is down would cost every block its time-out again.
    private readonly List<DatanodeInfoProto> _excluded = [];

    public BlockAllocator(FileBeingWritten file, ChunkChecksum checksum, HdfsClientContext context)
    {
        _file = file;
        _checksum = checksum;
        _context = context;
    }

    /// <summary>Keeps later blocks from DataNodes that have failed.</summary>
    public void Exclude(IEnumerable<DatanodeInfoProto> dataNodes) => _excluded.AddRange(dataNodes);

    /// <summary>A new block with an open connection to its pipeline.</summary>
    /// <param name="previous">The block before, with its final length; null for the first one.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FileSystemException">No DataNode could be used.</exception>
    public async Task<(Pipeline Pipeline, PipelineConnection Connection)> AllocateAsync(
        ExtendedBlockProto? previous, CancellationToken cancellation)
    {
        var failed = new List<DatanodeInfoProto>();
        var faults = new List<string>();
        while (true)
        {
            var pipeline = Pipeline.Of(await AddBlockAsync(previous, failed, faults, cancellation));
            if (pipeline.Nodes.Count == 0)
                throw new FileSystemException(FileSystemFault.NoSpace, _file.Path, "the NameNode gives a new block no DataNode");
            try
            {
                var request = WriteBlockRequest.Create(pipeline, _checksum, _context.ClientName);
                var connection = await PipelineConnection.OpenAsync(_context, pipeline, pipeline.Token, request, cancellation);
                _excluded.AddRange(failed);
                return (pipeline, connection);
            }
            catch (PipelineFaultException e)
            {
                faults.Add(e.Message);
                await _file.AbandonBlockAsync(pipeline.Block, cancellation);
                // A refused token is replaced with the next block; the DataNode is sound.
                if (e.Status != Status.ErrorAccessToken)
                    failed.Add(pipeline.Nodes[e.Node].Info);
                if (faults.Count > _context.Options.BlockWriteRetries)
                    throw NoDataNode(faults, "given up (dfs.client.block.write.retries)", e);
                _context.ReportSurvivedFault($"{_file.Path}: {e.Message}");
            }
        }
    }

    private async Task<LocatedBlockProto> AddBlockAsync(
        ExtendedBlockProto? previous, List<DatanodeInfoProto> failed, List<string> faults, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await _file.AddBlockAsync(previous, [.. _excluded, .. failed], cancellation);
            }
            catch (FileSystemException e) when (e.Fault == FileSystemFault.NoSpace && _excluded.Count > 0)
            {
                // All others are gone or full: those that failed at an earlier block may be back.
                _excluded.Clear();
            }
            catch (FileSystemException e) when (e.Fault == FileSystemFault.NoSpace && faults.Count > 0)
            {
                throw NoDataNode(faults, "and the NameNode has no other DataNode", e);
            }
        }
    }

    private FileSystemException NoDataNode(List<string> faults, string end, Exception cause) =>
        new(FileSystemFault.NoSpace, _file.Path, $"no DataNode could be used for a new block: {string.Join("; ", faults)}; {end}", cause);
}
