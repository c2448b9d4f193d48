"""Votes hold by themselves: the roll stands as on its day, a ballot is a fact, a secret choice is never touched."""

from django.db import migrations

KEYS = """
ALTER TABLE votes_voter ADD CONSTRAINT voter_of_vote UNIQUE (id, vote_id);
ALTER TABLE votes_voterhome ADD CONSTRAINT voter_home_of_vote FOREIGN KEY (voter_id, vote_id)
  REFERENCES votes_voter (id, vote_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE votes_ballot ADD CONSTRAINT ballot_of_vote FOREIGN KEY (voter_id, vote_id)
  REFERENCES votes_voter (id, vote_id) DEFERRABLE INITIALLY DEFERRED;
"""
NO_KEYS = """
ALTER TABLE votes_ballot DROP CONSTRAINT ballot_of_vote;
ALTER TABLE votes_voterhome DROP CONSTRAINT voter_home_of_vote;
ALTER TABLE votes_voter DROP CONSTRAINT voter_of_vote;
"""

# The day is checked after the row is in: a stranger is turned away by row security first.
FACTS = """
CREATE FUNCTION votes_is_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% cannot be changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION votes_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM votes_vote WHERE id = NEW.vote_id AND state = TG_ARGV[0]) THEN
    RAISE EXCEPTION 'vote % is not %', NEW.vote_id, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON votes_voter FOR EACH ROW EXECUTE FUNCTION votes_is_fact();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON votes_voterhome FOR EACH ROW EXECUTE FUNCTION votes_is_fact();
CREATE TRIGGER fact BEFORE UPDATE OR DELETE ON votes_secretchoice FOR EACH ROW EXECUTE FUNCTION votes_is_fact();
CREATE TRIGGER never_deleted BEFORE DELETE ON votes_ballot FOR EACH ROW EXECUTE FUNCTION votes_is_fact();
CREATE TRIGGER only_voided BEFORE UPDATE ON votes_ballot
  FOR EACH ROW WHEN (OLD.voided_at IS NOT NULL OR
    to_jsonb(OLD) - '{voided_at,voided_by_id,voided_why}'::text[]
    <> to_jsonb(NEW) - '{voided_at,voided_by_id,voided_why}'::text[])
  EXECUTE FUNCTION votes_is_fact();
CREATE TRIGGER on_the_day AFTER INSERT ON votes_voter FOR EACH ROW EXECUTE FUNCTION votes_is_open('announced');
CREATE TRIGGER while_open AFTER INSERT OR UPDATE ON votes_ballot FOR EACH ROW EXECUTE FUNCTION votes_is_open('open');
CREATE TRIGGER while_open AFTER INSERT ON votes_secretchoice
  FOR EACH ROW EXECUTE FUNCTION votes_is_open('open');
CREATE TRIGGER counted_once BEFORE UPDATE ON votes_vote
  FOR EACH ROW WHEN (OLD.state = 'counted') EXECUTE FUNCTION votes_is_fact();
"""
NO_FACTS = "DROP FUNCTION votes_is_fact() CASCADE; DROP FUNCTION votes_is_open() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_initial")]
    operations = [migrations.RunSQL(KEYS, NO_KEYS), migrations.RunSQL(FACTS, NO_FACTS)]
