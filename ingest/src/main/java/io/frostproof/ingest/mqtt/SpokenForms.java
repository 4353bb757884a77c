package io.frostproof.ingest.mqtt;

import io.frostproof.protocol.Form;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In which form each device last spoke, so that it is answered in one that it reads. Thread-safe. */
public final class SpokenForms {

    private final Map<String, Form> forms = new ConcurrentHashMap<>();

    /** Only for devices that the network knows: strangers must not fill the memory. */
    public void spoke(String device, Form form) {
        forms.put(device, form);
    }

    /** JSON until it has spoken. */
    public Form of(String device) {
        return forms.getOrDefault(device, Form.JSON);
    }
}
