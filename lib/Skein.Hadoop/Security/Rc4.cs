namespace Skein.Hadoop.Security;

/// <summary>RC4 over one run of bytes: encrypting and decrypting are the same.</summary>
/// <remarks>It is broken, and here only for DataNodes whose <c>dfs.encrypt.data.transfer.algorithm</c> leaves no choice.</remarks>
internal sealed class Rc4
{
    private readonly byte[] _state = new byte[256];
    private byte _first;
    private byte _second;

    public Rc4(ReadOnlySpan<byte> key)
    {
        for (var index = 0; index < _state.Length; index++)
            _state[index] = (byte)index;
        byte other = 0;
        for (var index = 0; index < _state.Length; index++)
        {
            other += (byte)(_state[index] + key[index % key.Length]);
            (_state[index], _state[other]) = (_state[other], _state[index]);
        }
    }

    /// <summary>Transforms the next bytes in place.</summary>
    public void Transform(Span<byte> bytes)
    {
        var state = _state.AsSpan(0, 256);
        var (first, second) = (_first, _second);
        foreach (ref var next in bytes)
        {
            var one = state[++first];
            second += one;
            var other = state[second];
            state[first] = other;
            state[second] = one;
            next ^= state[(byte)(one + other)];
        }

        (_first, _second) = (first, second);
    }
}
