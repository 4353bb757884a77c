package io.frostproof.server.http;

import io.frostproof.store.Move;
import java.util.UUID;

/** Outcomes of moves as answers. */
final class Moves {

    private Moves() {}

    /** Ends the request if the move was not made. */
    static void made(Move move, String what, UUID id, String verb) {
        switch (move) {
            case Move.Made made -> {}
            case Move.NotFound notFound -> throw ProblemException.notFound(what, id.toString());
            case Move.Refused refused ->
                throw new ProblemException(Problem.conflict(
                        what + " " + id + " is " + refused.state() + " and cannot be " + verb, refused.state()));
            case Move.Barred barred ->
                throw new ProblemException(Problem.conflict(
                        what + " " + id + " cannot be " + verb.replaceAll(":.*", "") + ": " + barred.text(),
                        barred.state()));
        }
    }
}
