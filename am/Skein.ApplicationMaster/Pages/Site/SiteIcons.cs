using System.Buffers.Binary;
using System.Text;
using Skein.Hadoop.Web.Server;

namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>The site's pictures, a ball of yarn.</summary>
internal static class SiteIcons
{
    private const string Drawing =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' stroke='#fff' stroke-width='2'><circle cx='16' cy='16' r='14'/>"
        + "<path d='M7 26 17 2M14 29 25 5M21 29 30 12'/></svg>";

    private const string Small =
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAgMAAABinRfyAAAACVBMVEUAAAAvb6j2+PrWYPCAAAAAA3RSTlMA//9EUNYhAAAASklEQVR42mNgAIPQUAYGxtCl"
        + "DgxsU6dOYBALmzqFQTIsDEhEhoUwiGZGAonUTCCxNDWFQXTq0hQGsVCgEraw0AkMjFGhDhADQAAAycsRt2d8f14AAAAASUVORK5CYII=";

    private const string Large =
        "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgAgMAAAAOFJJnAAAACVBMVEUAAAAvb6j2+PrWYPCAAAAAA3RSTlMA//9EUNYhAAAAkUlEQVR42k2QsQ3FIAxETcEI"
        + "YR5GoOCQQv8LMk8YgYItczZB+a6ennzEF5FvHBANwHnFZcr/MJEIRydkQulloHOlonSMKP5CpUviJ0OlEwbUJQkD6rIEbr5Qhj0UuECX5bA0boI9pNA2aLoS"
        + "uNA20GXxFpr8Fs9YsM9wJ9RFbaNOj18h1iE0reO0RPyv/P2ENQ8PuUyp0E+jYgAAAABJRU5ErkJggg==";

    /// <summary>The picture of a path; null if there is none.</summary>
    public static HttpResponse? Find(string path) => path switch
    {
        "/favicon.ico" => HttpResponse.Bytes(200, "image/x-icon", Icon(Convert.FromBase64String(Small))),
        "/favicon-16x16.png" => HttpResponse.Bytes(200, "image/png", Convert.FromBase64String(Small)),
        "/favicon-32x32.png" => HttpResponse.Bytes(200, "image/png", Convert.FromBase64String(Large)),
        "/yarn_white.svg" => HttpResponse.Bytes(200, "image/svg+xml", Encoding.ASCII.GetBytes(Drawing)),
        _ => null,
    };

    /// <summary>
    /// A picture of 16 by 16 in Windows' form, all integers little-endian:
    /// <code>
    /// icon  = 0:uint16 1:uint16 count:uint16 entry picture
    /// entry = width:byte height:byte colours:byte 0:byte planes:uint16 bits:uint16 length:uint32 offset:uint32
    /// </code>
    /// </summary>
    private static byte[] Icon(byte[] picture)
    {
        const int HeadLength = 22;
        var icon = new byte[HeadLength + picture.Length];
        ReadOnlySpan<byte> head = [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 2, 0];
        head.CopyTo(icon);
        BinaryPrimitives.WriteInt32LittleEndian(icon.AsSpan(head.Length), picture.Length);
        BinaryPrimitives.WriteInt32LittleEndian(icon.AsSpan(head.Length + sizeof(int)), HeadLength);
        picture.CopyTo(icon, HeadLength);
        return icon;
    }
}
