namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>A block as one fake DataNode holds it.</summary>
internal sealed class FakeReplica(ulong generationStamp)
{
    private readonly MemoryStream _data = new();

    public ulong GenerationStamp { get; set; } = generationStamp;

    /// <summary>Whether the block's last packet has arrived.</summary>
    public bool IsClosed { get; set; }

    public byte[] Data => _data.ToArray();

    public long Length => _data.Length;

    /// <summary>Puts data where it belongs: an overlap with what is there replaces it, a gap is a defect of the writer.</summary>
    public void Put(long offset, ReadOnlySpan<byte> data)
    {
        if (offset > _data.Length)
            throw new InvalidDataException($"Data at {offset} leaves a gap behind {_data.Length}.");
        _data.Position = offset;
        _data.Write(data);
    }

    public void Truncate(long length) => _data.SetLength(length);
}
