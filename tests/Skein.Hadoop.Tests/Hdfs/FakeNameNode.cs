using System.Collections.Concurrent;
using Google.Protobuf;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>A NameNode with at most one file, behind the channel's interface. It checks what a real one checks of blocks and leases.</summary>
internal sealed class FakeNameNode(params FakeDataNode[] dataNodes) : IRpcChannel
{
    private const ulong FileId = 17;

    private readonly Lock _lock = new();
    private readonly List<LocatedBlockProto> _blocks = [];
    private string? _holder;
    private ulong _nextBlock = 1000;
    private ulong _nextStamp = 1;

    public HadoopEndpoint Endpoint { get; } = new("namenode", 8020, "fs.defaultFS");

    /// <summary>Names of the calls, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Errors to answer with, by method; each is used once.</summary>
    public Dictionary<string, Queue<(string Class, string Message)>> Errors { get; } = [];

    /// <summary>How often complete answers "not yet".</summary>
    public int IncompleteAnswers { get; set; } = 1;

    /// <summary>Bytes of a block of new files.</summary>
    public ulong BlockSize { get; set; } = 1 << 20;

    /// <summary>Token that comes with every block. Default: an empty one, as on a simple cluster.</summary>
    public TokenProto BlockToken { get; set; } = new() { Identifier = ByteString.Empty, Password = ByteString.Empty, Kind = "", Service = "" };

    /// <summary>Keys to give out, one after the other, the last one for ever; while there is none nothing is encrypted.</summary>
    public Queue<DataEncryptionKeyProto> EncryptionKeys { get; } = [];

    /// <summary>Whether there is a complete file.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether there is a file at all.</summary>
    public bool Exists { get; private set; }

    /// <summary>The blocks of the file, with the DataNodes that the NameNode believes to hold them.</summary>
    public IReadOnlyList<LocatedBlockProto> Blocks => _blocks;

    /// <summary>Changes answers about locations before they are sent.</summary>
    public Action<LocatedBlocksProto>? OnLocations { get; set; }

    /// <summary>Told of each call as it arrives.</summary>
    public Action<string>? OnCall { get; set; }

    public Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : IMessage<TResponse>
    {
        cancellation.ThrowIfCancellationRequested();
        Calls.Enqueue(method);
        OnCall?.Invoke(method);
        lock (_lock)
        {
            if (Errors.TryGetValue(method, out var errors) && errors.TryDequeue(out var error))
                return Task.FromException<TResponse>(new RemoteException(error.Class, error.Message, null, Endpoint));
            try
            {
                // Through bytes, as a wire would; a caller that gave up meanwhile gets no answer, and the deed is done.
                var answer = parser.ParseFrom(Answer(request).ToByteString());
                return cancellation.IsCancellationRequested ? Task.FromCanceled<TResponse>(cancellation) : Task.FromResult(answer);
            }
            catch (RemoteException e)
            {
                return Task.FromException<TResponse>(e);
            }
        }
    }

    /// <summary>Makes a complete file of one block whose replicas the DataNodes hold.</summary>
    public void AddFile(byte[] content, params FakeDataNode[] holders)
    {
        var block = Locate(new ExtendedBlockProto { PoolId = "pool", BlockId = _nextBlock++, GenerationStamp = _nextStamp++ }, holders);
        block.Offset = _blocks.Count == 0 ? 0 : _blocks[^1].Offset + _blocks[^1].B.NumBytes;
        block.B.NumBytes = (ulong)content.Length;
        _blocks.Add(block);
        foreach (var holder in holders)
            (holder.Replicas[block.B.BlockId] = new FakeReplica(block.B.GenerationStamp)).Put(0, content);
        (Exists, IsComplete) = (true, true);
    }

    private IMessage Answer(IMessage request) => request switch
    {
        GetServerDefaultsRequestProto => new GetServerDefaultsResponseProto
        {
            ServerDefaults = new FsServerDefaultsProto
            {
                BlockSize = BlockSize,
                BytesPerChecksum = 512,
                WritePacketSize = 65536,
                Replication = (uint)dataNodes.Length,
                FileBufferSize = 4096,
                ChecksumType = ChecksumTypeProto.ChecksumCrc32C,
                EncryptDataTransfer = EncryptionKeys.Count > 0,
            },
        },
        GetDataEncryptionKeyRequestProto => new GetDataEncryptionKeyResponseProto
        {
            DataEncryptionKey = EncryptionKeys.Count > 1 ? EncryptionKeys.Dequeue() : EncryptionKeys.Peek(),
        },
        CreateRequestProto create => Create(create),
        AddBlockRequestProto add => AddBlock(add),
        AbandonBlockRequestProto abandon => Abandon(abandon),
        UpdateBlockForPipelineRequestProto update => new UpdateBlockForPipelineResponseProto
        {
            Block = Locate(new ExtendedBlockProto(Last(update.ClientName, update.Block).B) { GenerationStamp = _nextStamp++ }, []),
        },
        UpdatePipelineRequestProto update => UpdatePipeline(update),
        CompleteRequestProto complete => Complete(complete),
        RenewLeaseRequestProto => new RenewLeaseResponseProto(),
        SetPermissionRequestProto => new SetPermissionResponseProto(),
        GetFileInfoRequestProto => Exists ? new GetFileInfoResponseProto { Fs = Status() } : new GetFileInfoResponseProto(),
        DeleteRequestProto => Delete(),
        GetBlockLocationsRequestProto => Locations(),
        _ => throw Error("java.lang.UnsupportedOperationException", request.GetType().Name),
    };

    private CreateResponseProto Create(CreateRequestProto request)
    {
        (Exists, _holder) = (true, request.ClientName);
        return new CreateResponseProto { Fs = Status() };
    }

    private AddBlockResponseProto AddBlock(AddBlockRequestProto request)
    {
        CheckLease(request.ClientName);
        if (request.Previous is { } previous)
            Finish(previous);
        else
            Assert.Empty(_blocks);
        var excluded = request.ExcludeNodes.Select(node => node.Id.DatanodeUuid).ToHashSet(StringComparer.Ordinal);
        var chosen = dataNodes.Where(node => !excluded.Contains(node.Info.Id.DatanodeUuid)).ToArray();
        if (chosen.Length == 0)
            throw Error("java.io.IOException", "File /f could only be written to 0 of the 1 minReplication nodes. There are ...");
        var block = Locate(new ExtendedBlockProto { PoolId = "pool", BlockId = _nextBlock++, GenerationStamp = _nextStamp++ }, chosen);
        block.Offset = _blocks.Count == 0 ? 0 : _blocks[^1].Offset + _blocks[^1].B.NumBytes;
        _blocks.Add(block);
        return new AddBlockResponseProto { Block = block };
    }

    private AbandonBlockResponseProto Abandon(AbandonBlockRequestProto request)
    {
        _blocks.Remove(Last(request.Holder, request.B));
        return new AbandonBlockResponseProto();
    }

    private UpdatePipelineResponseProto UpdatePipeline(UpdatePipelineRequestProto request)
    {
        var block = Last(request.ClientName, request.OldBlock);
        Assert.True(request.NewBlock.GenerationStamp > request.OldBlock.GenerationStamp);
        Assert.Equal(request.NewNodes.Count, request.StorageIDs.Count);
        block.B.GenerationStamp = request.NewBlock.GenerationStamp;
        var kept = block.Locs.Where(node => request.NewNodes.Any(id => id.DatanodeUuid == node.Id.DatanodeUuid)).ToList();
        block.Locs.Clear();
        block.Locs.Add(kept);
        return new UpdatePipelineResponseProto();
    }

    private CompleteResponseProto Complete(CompleteRequestProto request)
    {
        CheckLease(request.ClientName);
        if (request.Last is { } last)
            Finish(last);
        else
            Assert.Empty(_blocks);
        IsComplete = IncompleteAnswers-- <= 0;
        return new CompleteResponseProto { Result = IsComplete };
    }

    private DeleteResponseProto Delete()
    {
        var existed = Exists;
        (Exists, IsComplete, _holder) = (false, false, null);
        return new DeleteResponseProto { Result = existed };
    }

    private GetBlockLocationsResponseProto Locations()
    {
        if (!Exists)
            throw Error("java.io.FileNotFoundException", "File does not exist: /f");
        var located = new LocatedBlocksProto
        {
            FileLength = (ulong)_blocks.Sum(block => (long)block.B.NumBytes),
            UnderConstruction = !IsComplete,
            IsLastBlockComplete = IsComplete,
        };
        located.Blocks.Add(_blocks.Select(block => block.Clone()));
        OnLocations?.Invoke(located);
        return new GetBlockLocationsResponseProto { Locations = located };
    }

    private LocatedBlockProto Last(string client, ExtendedBlockProto block)
    {
        CheckLease(client);
        Assert.Equal(_blocks[^1].B.BlockId, block.BlockId);
        Assert.Equal(_blocks[^1].B.GenerationStamp, block.GenerationStamp);
        return _blocks[^1];
    }

    private void Finish(ExtendedBlockProto block)
    {
        Assert.Equal(_blocks[^1].B.BlockId, block.BlockId);
        Assert.Equal(_blocks[^1].B.GenerationStamp, block.GenerationStamp);
        _blocks[^1].B.NumBytes = block.NumBytes;
    }

    private void CheckLease(string client)
    {
        if (client != _holder)
            throw Error("org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException", $"No lease on /f: {client} does not hold it");
    }

    private LocatedBlockProto Locate(ExtendedBlockProto block, FakeDataNode[] holders)
    {
        var located = new LocatedBlockProto
        {
            B = block,
            Offset = 0,
            Corrupt = false,
            BlockToken = BlockToken,
        };
        foreach (var holder in holders)
        {
            located.Locs.Add(holder.Info);
            located.StorageTypes.Add(StorageTypeProto.Disk);
            located.StorageIDs.Add($"storage-{holder.Info.Id.DatanodeUuid}");
        }

        return located;
    }

    private static HdfsFileStatusProto Status() => new()
    {
        FileType = HdfsFileStatusProto.Types.FileType.IsFile,
        Path = ByteString.Empty,
        Length = 0,
        Permission = new FsPermissionProto { Perm = 0b110_100_100 },
        Owner = "testuser",
        Group = "users",
        ModificationTime = 1,
        AccessTime = 1,
        FileId = FileId,
    };

    private RemoteException Error(string className, string message) => new(className, message, null, Endpoint);
}
