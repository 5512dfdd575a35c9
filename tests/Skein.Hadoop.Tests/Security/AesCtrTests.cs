using System.Security.Cryptography;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Security;

public sealed class AesCtrTests
{
    private const string Plain =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    /// <summary>NIST SP 800-38A, F.5.</summary>
    [Theory]
    [InlineData(
        "2b7e151628aed2a6abf7158809cf4f3c",
        "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee")]
    [InlineData(
        "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
        "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e941e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050")]
    [InlineData(
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6")]
    public void The_standards_examples_come_out(string key, string encrypted)
    {
        using var cipher = new AesCtr(Convert.FromHexString(key), Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        var bytes = Convert.FromHexString(Plain);
        cipher.Transform(bytes, bytes);
        Assert.Equal(encrypted, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Pieces_of_any_length_give_what_the_whole_gives()
    {
        var (key, counter) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16));
        var content = RandomNumberGenerator.GetBytes(100_000);
        var whole = new byte[content.Length];
        using (var cipher = new AesCtr(key, counter))
            cipher.Transform(content, whole);
        using var pieces = new AesCtr(key, counter);
        var random = new Random(1);
        for (var position = 0; position < content.Length;)
        {
            var length = Math.Min(random.Next(random.Next(2) == 0 ? 40 : 20_000), content.Length - position);
            pieces.Transform(content.AsSpan(position, length), content.AsSpan(position));
            position += length;
        }

        Assert.Equal(whole, content);
    }

    [Fact]
    public void A_counter_runs_over_into_its_upper_half_and_back_to_zero()
    {
        var key = RandomNumberGenerator.GetBytes(16);
        string[] counters = ["0123456789abcdefffffffffffffffff", "0123456789abcdf00000000000000000", "ffffffffffffffffffffffffffffffff", "00000000000000000000000000000000"];
        using var aes = Aes.Create();
        aes.Key = key;
        for (var index = 0; index < counters.Length; index += 2)
        {
            var keystream = new byte[32];
            using var cipher = new AesCtr(key, Convert.FromHexString(counters[index]));
            cipher.Transform(keystream, keystream);
            Assert.Equal(
                [.. aes.EncryptEcb(Convert.FromHexString(counters[index]), PaddingMode.None), .. aes.EncryptEcb(Convert.FromHexString(counters[index + 1]), PaddingMode.None)],
                keystream);
        }
    }

    [Theory]
    [InlineData(15, 16)]
    [InlineData(16, 15)]
    public void Other_lengths_of_key_and_counter_are_refused(int key, int counter) =>
        Assert.Throws<ArgumentException>(() => new AesCtr(new byte[key], new byte[counter]));
}
