using System.Text;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Security;

public sealed class Md5Tests
{
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("a", "0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void Digests_are_those_of_the_standard(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Md5.Hash(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Digests_of_every_length_around_a_block_are_those_of_the_framework()
    {
        for (var length = 0; length <= 200; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)(31 * i)).ToArray();
            Assert.Equal(System.Security.Cryptography.MD5.HashData(bytes), Md5.Hash(bytes.AsSpan(0, length / 3), bytes.AsSpan(length / 3)));
        }
    }

    [Fact]
    public void Authentication_codes_are_those_of_the_framework()
    {
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        byte[] message = [.. "what do ya want for nothing?"u8];
        Assert.Equal(
            System.Security.Cryptography.HMACMD5.HashData(key, message),
            Md5.Authenticate(key, message.AsSpan(0, 4), message.AsSpan(4)));
    }
}
