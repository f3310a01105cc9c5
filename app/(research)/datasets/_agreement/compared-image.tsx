import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import type { DrawnImage } from "#lib/services/rounds/done-drawings.ts";
import type { PictureAgreement } from "#lib/stats/regions/round-agreement.ts";
import { valueWords } from "./agreement-words.ts";
import { outlinesOf } from "./outlines-of.ts";
import { OverlaidPicture } from "./overlaid-picture.tsx";

interface ComparedImageProps {
  image: DrawnImage;
  people: readonly string[];
  /** Null until it has been computed. */
  agreement: PictureAgreement | null;
  href: string;
}

/** One image with everybody's drawing on it, how far they agree, and the way to their consensus. */
export function ComparedImage({ image, people, agreement, href }: ComparedImageProps) {
  const counts = image.drawings.map(({ person, marks }) => `${person} ${marks.length}`).join(", ");
  return (
    <li className="flex flex-col gap-2">
      <Link href={href} className="block">
        <OverlaidPicture
          url={`/api/v1/files/${image.displaySha256}`}
          width={image.width}
          height={image.height}
          alt={`${image.fileName}; regions marked: ${counts}`}
          outlines={outlinesOf(image, people)}
        />
      </Link>
      <div className="text-sm">
        <p className="truncate text-muted">{image.fileName}</p>
        {agreement === null ? (
          <p className="text-muted">Not compared yet</p>
        ) : "value" in agreement.found ? (
          <p className="tabular-nums">
            found {valueWords(agreement.found)}
            {"value" in agreement.place
              ? ` · class ${valueWords(agreement.named)} · place ${valueWords(agreement.place)}`
              : " · nothing in common"}
          </p>
        ) : (
          <p>Nobody marked anything</p>
        )}
      </div>
      <div>
        <ButtonLink href={href} aria-label={`Consensus: ${image.fileName}`}>
          Consensus
        </ButtonLink>
      </div>
    </li>
  );
}
