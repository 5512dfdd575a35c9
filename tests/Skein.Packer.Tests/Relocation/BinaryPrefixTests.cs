using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

public sealed class BinaryPrefixTests
{
    [Theory]
    [InlineData("x/placeholder/lib\0y", "x/p/lib\0\0\0\0\0\0\0\0\0\0\0y")]
    [InlineData("/placeholder/a:/placeholder/b\0end", "/p/a:/p/b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0end")]
    [InlineData("no end /placeholder/a", null)]
    [InlineData("nothing\0", null)]
    [InlineData("", null)]
    public void Strings_keep_their_room(string content, string? expected)
    {
        var replaced = BinaryPrefix.Replace(Encoding.Latin1.GetBytes(content), "/placeholder"u8, "/p"u8);
        Assert.Equal(expected, replaced == null ? null : Encoding.Latin1.GetString(replaced));
    }

    [Theory]
    [InlineData("x/placeholder/lib\0y")]
    [InlineData("/placeholder/a:/placeholder/b\0end/placeholder\0")]
    [InlineData("a\0\0\0/placeholder\0\0\0\0/placeholder/x\0")]
    [InlineData("unterminated /placeholder")]
    public void Restoring_undoes_a_replacement(string original)
    {
        var bytes = Encoding.Latin1.GetBytes(original);
        var replaced = BinaryPrefix.Replace(bytes, "/placeholder"u8, "/p"u8) ?? bytes;
        Assert.Equal(original, Encoding.Latin1.GetString(BinaryPrefix.Restore(replaced, "/p"u8, "/placeholder"u8)!));
    }

    [Theory]
    [InlineData("/p/a\0\0\0")]
    [InlineData("/p/a\0not room\0")]
    [InlineData("/p/a\0")]
    public void Without_the_room_there_is_nothing_to_restore(string content) =>
        Assert.Null(BinaryPrefix.Restore(Encoding.Latin1.GetBytes(content), "/p"u8, "/placeholder"u8));

    [Fact]
    public void A_longer_replacement_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => BinaryPrefix.Replace("/p\0"u8, "/p"u8, "/longer"u8));
}
