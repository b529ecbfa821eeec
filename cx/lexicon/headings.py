"""The headings under which people write each field, in the languages in which files were met."""

from __future__ import annotations

ENGLISH: dict[str, tuple[str, ...]] = {
    "persona": ("persona", "persona name", "archetype", "role", "who", "user type", "customer type"),
    "persona_id": ("persona id", "persona key"),
    "need": (
        "need", "user need", "customer need", "need statement", "statement", "job to be done", "jtbd", "requirement",
        "expectation", "outcome", "desired outcome", "i need to", "as a user i need", "acceptance criterion", "criterion", "standard", "question", "measure",
    ),
    "need_id": ("need id", "need key", "requirement id", "req id", "need no", "need nr", "need number", "need ref"),
    "kind": ("kind", "type", "need type", "category", "kano", "moscow", "must have", "mandatory", "priority", "requirement type"),
    "theme": ("theme", "group", "topic", "parent", "cluster", "need theme"),
    "met_when": ("met when", "acceptance criteria", "success criteria", "done when"),
    "importance": ("importance", "weight", "importance score", "need importance"),
    "adequate": ("adequate", "adequate level", "minimum", "threshold"),
    "target": ("target", "target level", "goal level", "desired level"),
    "evidence": ("evidence", "evidence status", "confidence", "validated", "evidence level", "research status"),
    "stage": (
        "stage", "stages", "phase", "phases", "journey stage", "journey phase", "step", "moment", "moments", "lifecycle stage",
    ),
    "stage_id": ("stage id", "phase id"),
    "position": ("position", "order", "sequence", "stage order", "step number", "no"),
    "touchpoint": (
        "touchpoint", "touch point", "touchpoint name", "touchpoints", "step name", "interaction", "label", "service",
        "service name", "contact point", "current provider", "current providers", "moment of truth",
    ),
    "touchpoint_id": ("touchpoint id", "touch point id", "tp id", "service id", "touchpoint no", "touchpoint nr", "touchpoint number"),
    "channel": ("channel", "channels", "contact channel", "medium", "contact channels", "channel type"),
    "status": ("status", "state", "lifecycle", "live", "stage of life"),
    "visibility": ("visibility", "frontstage backstage", "front back", "customer facing", "stage side"),
    "owner": (
        "owner", "owning team", "owner team", "responsible", "department", "provider", "organisation", "organization", "team",
        "accountable", "business owner", "service owner",
    ),
    "market": ("market", "country", "region", "location", "geography"),
    "description": ("description", "notes", "comments", "comment", "details", "summary", "note", "remarks"),
    "score": (
        "score", "rating", "value", "satisfied", "satisfaction", "ease", "effective", "effectiveness", "performance", "verdict",
        "result", "rag", "red amber green", "grade", "target met", "fulfilment", "fulfillment", "met", "mean score",
        "average score", "assessment", "rag status", "top box", "top box %", "top 2 box", "top 2 box %", "t2b", "% satisfied", "satisfied %",
    ),
    "scale": ("scale", "answer scale", "score scale"),
    "source": ("source", "rating source", "data source", "method"),
    "rater": ("rater", "rated by", "assessor", "assessed by", "expert", "reviewer", "scored by"),
    "segment": ("segment", "segment name", "customer segment", "audience"),
    "segment_id": ("segment id",),
    "n": ("n", "base", "response count", "responses", "answers", "sample size", "count", "number of responses", "respondents"),
    "met_n": ("met n", "top box count", "satisfied count", "number satisfied"),
    "stdev": ("stdev", "standard deviation", "sd"),
    "rated_on": ("rated on", "date", "rated", "assessed on", "assessment date", "survey date", "date rated"),
    "round": ("round", "round id", "wave", "cycle", "period"),
    "note": (
        "comment", "note", "remark", "reason", "rationale", "why", "why this score", "kommentar", "bemerkung", "anmerkung", "begründung", "commentaire", "remarque",
        "justification", "comentario", "observaciones", "motivo", "justificación",
    ),
    "alternative_group": ("alternative group", "alternatives", "substitute group", "or group"),
    "usage_share": ("usage share", "usage", "share of customers", "use", "usage %"),
    "intensity": ("intensity", "severity", "pain intensity"),
    "reach": ("reach", "share affected", "frequency"),
    "needs": ("needs", "need ids", "user needs", "needs served", "meets need", "supports needs", "related needs"),
    "gains": ("gains", "benefits", "likes", "motivations", "desired gains", "expectations"),
    "pains": ("pains", "pain points", "frustrations", "challenges", "pain point", "problems"),
    "mandatory": ("mandatory needs", "must haves", "must have needs", "required gains"),
    "name": ("name", "title"),
    "tagline": ("tagline", "type", "job title", "occupation"),
    "narrative": ("narrative", "bio", "story", "job summary", "summary", "description", "background", "profile", "about"),
    "goals": ("goals", "primary goal", "objectives", "goal", "primary goals", "key goals"),
    "quote": ("quote", "voice", "verbatim"),
    "size": ("size", "people", "customers", "population", "segment size", "number of customers", "audience size"),
    "value_per_customer": ("value per customer", "customer value", "clv", "lifetime value", "arpu", "average value"),
    "attitudes": ("attitudes", "attitude scores"),
}  # fmt: skip
ABROAD: dict[str, tuple[str, ...]] = {
    "persona": ("kundentyp", "nutzertyp", "type de client", "arquetipo", "tipo de cliente"),
    "need": ("bedürfnis", "kundenbedürfnis", "anforderung", "besoin", "besoin client", "exigence", "necesidad", "necesidad del cliente", "requisito", "kriterium", "maßstab", "frage", "critère", "norme", "criterio", "estándar", "pregunta"),
    "kind": ("art", "typ", "bedürfnisart", "priorität", "type de besoin", "priorité", "tipo", "tipo de necesidad", "prioridad"),
    "theme": ("thema", "gruppe", "thème", "tema"),
    "importance": ("wichtigkeit", "gewicht", "gewichtung", "poids", "importancia", "peso"),
    "target": ("zielwert", "cible"),
    "evidence": ("beleg", "nachweis", "preuve", "evidencia"),
    "stage": ("phasen", "etappe", "schritt", "étape", "étapes", "etape", "etapa", "etapas", "fase", "fases"),
    "touchpoint": (
        "kontaktpunkt", "kontaktpunkte", "berührungspunkt", "point de contact", "points de contact", "punto de contacto", "puntos de contacto",
        "dienst", "dienstleistung", "leistung", "servicio", "prestation",
    ),
    "channel": ("kanal", "kanäle", "canal", "canaux", "canales"),
    "status": ("statut", "estado"),
    "owner": ("verantwortlich", "verantwortliche", "zuständig", "abteilung", "bereich", "responsable", "équipe", "departamento", "equipo"),
    "market": ("land", "markt", "pays", "marché", "país", "pais", "mercado"),
    "description": (
        "beschreibung", "bemerkung", "bemerkungen", "anmerkung", "kommentar", "commentaire", "commentaires", "remarques", "descripción", "comentario",
        "comentarios", "observaciones",
    ),
    "score": (
        "bewertung", "punkte", "zufriedenheit", "erfüllung", "erfüllungsgrad", "évaluation", "evaluation", "puntuación", "valoración", "satisfacción",
        "calificación",
        "ergebnis", "urteil", "ampel", "ziel erreicht", "erfüllt", "résultat", "objectif atteint", "feu", "resultado", "cumple", "cumplimiento", "semáforo",
    ),
    "position": ("reihenfolge", "rang", "ordre", "orden"),
    "scale": ("skala", "échelle", "escala"),
    "source": ("quelle", "fuente", "méthode"),
    "rater": ("bewertet von", "évalué par", "evaluado por"),
    "segment": ("kundensegment", "kundengruppe", "zielgruppe", "segmento"),
    "n": ("anzahl", "antworten", "anzahl antworten", "stichprobe", "réponses", "nombre de réponses", "effectif", "respuestas", "muestra"),
    "rated_on": ("datum", "bewertet am", "erhoben am", "fecha"),
    "round": ("runde", "welle", "vague", "ronda"),
    "needs": ("bedürfnisse", "besoins", "necesidades"),
    "gains": ("nutzen", "vorteile", "bénéfices", "beneficios"),
    "pains": ("schmerzpunkte", "probleme", "irritants", "points de douleur", "frustraciones", "puntos de dolor"),
    "goals": ("ziele", "objectifs", "objetivos"),
    "quote": ("zitat", "citation", "cita"),
    "narrative": ("geschichte", "histoire", "historia"),
    "value_per_customer": ("kundenwert", "valeur client", "valor por cliente"),
    "size": ("größe", "anzahl kunden", "taille", "effectif", "effectifs", "nombre de clients", "tamaño"),
}  # fmt: skip
CALLED: dict[str, tuple[str, ...]] = {
    "persona_id": ("persona", "kundentyp", "nutzertyp", "type de client"),
    "need_id": ("need", "requirement", "bedürfnis", "anforderung", "besoin", "exigence", "necesidad", "requisito"),
    "stage_id": ("stage", "phase", "étape", "etapa", "fase"),
    "touchpoint_id": (
        "touchpoint",
        "kontaktpunkt",
        "berührungspunkt",
        "dienst",
        "leistung",
        "point de contact",
        "punto de contacto",
        "servicio",
    ),
    "segment_id": ("segment", "kundengruppe", "segmento"),
}
"""What a thing is called beside “id”."""
NUMBERED_TOO = ("need_id",)
"""Things that are told apart by a number; the number of a service may be one to call."""


def _ids(name: str) -> tuple[str, ...]:
    """Headings of an id, with the word for it before or behind: “Bedürfnis-ID”, “ID besoin”."""
    behind = ("id", "key", "kennung", *(("nr", "nummer", "no", "number") if name in NUMBERED_TOO else ()))
    return tuple(
        form
        for word in CALLED.get(name, ())
        for form in (
            *(f"{word} {said}" for said in behind),
            f"id {word}",
            f"id de {word}",
            f"id del {word}",
            f"id du {word}",
            f"identifiant {word}",
        )
    )


HEADINGS: dict[str, tuple[str, ...]] = {
    name: tuple(dict.fromkeys(word.casefold() for word in (*said, *ABROAD.get(name, ()), *_ids(name)))) for name, said in ENGLISH.items()
}
NAMES = ("name", "title", "full name", "bezeichnung", "titel", "nom", "nombre", "título", "libellé", "intitulé", "key")
"""Headings of a name of whatever the rows are about."""
LABELS = (*NAMES, "label", "etiqueta")
"""The same, beside an id."""
NUMBERING = frozenset(
    (
        "", "id", "no", "nr", "number", "key", "index", "row", "record", "record id", "case", "case id", "respondent", "respondent id", "respondent no", "response id", "respid", "resp id", "resp", "resp no",
        "participant", "participant id", "respondentid", "responseid", "participantid", "answer id", "userid", "caseid", "uid", "user id", "timestamp", "submitted at", "submission date", "recorded date", "zeitstempel", "horodateur", "marca temporal", "customer id", "token", "lfd nr", "teilnehmer", "befragter", "identifiant", "répondant", "encuestado",
    )
)  # fmt: skip
"""Plain headings of what only tells rows apart; blank is “#”."""

ONE_EACH: dict[str, tuple[str, ...]] = {
    "touchpoint": ("touchpoint_id", "channel", "owner", "market", "status", "visibility"),
    "persona": ("persona_id", "tagline"),
    "segment": ("segment_id", "market", "size"),
    "stage": ("stage_id", "position"),
}
"""What a thing has one of: where two names have two of it, they are two things."""
