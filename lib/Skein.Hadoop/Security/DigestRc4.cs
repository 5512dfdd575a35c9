namespace Skein.Hadoop.Security;

/// <summary><c>rc4</c>: its key is the whole sealing digest.</summary>
internal sealed class DigestRc4(byte[] sealing) : DigestCipher
{
    private readonly Rc4 _stream = new(sealing);

    public override int BlockLength => 1;

    public override void Transform(byte[] bytes, int start, int length) => _stream.Transform(bytes.AsSpan(start, length));

    public override void Dispose()
    {
    }
}
