using System.Text;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Security;

public sealed class Rc4Tests
{
    /// <summary>The examples that RC4 was published with.</summary>
    [Theory]
    [InlineData("Key", "Plaintext", "bbf316e8d940af0ad3")]
    [InlineData("Wiki", "pedia", "1021bf0420")]
    [InlineData("Secret", "Attack at dawn", "45a01f645fc35b383552544b9bf5")]
    public void Known_examples_come_out_also_in_two_pieces(string key, string plain, string encrypted)
    {
        var bytes = Encoding.ASCII.GetBytes(plain);
        var cipher = new Rc4(Encoding.ASCII.GetBytes(key));
        cipher.Transform(bytes.AsSpan(0, 2));
        cipher.Transform(bytes.AsSpan(2));
        Assert.Equal(encrypted, Convert.ToHexStringLower(bytes));
    }
}
